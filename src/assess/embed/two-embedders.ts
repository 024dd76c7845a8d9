import type { Embedder } from '../../ports/embedder.ts'

/**
 * Vectors for search by one embedder, the state for judgement by another: an endpoint's vectors do not take the place of
 * the layers that were tuned here. Where the endpoint fails there is no vector, and the judgement stands.
 */
export const createTwoEmbedders = (forSearch: Embedder, forJudgement: Embedder): Embedder => ({
  model: forSearch.model,
  dimensions: forSearch.dimensions,
  embed: forSearch.embed,
  embedMany: forSearch.embedMany,
  async encode(text, signal, only) {
    const judging = forJudgement.encode(text, signal, 'state')
    if (only === 'state') return judging
    const [search, judged] = await Promise.allSettled([forSearch.embed(text, signal), judging])
    if (judged.status === 'rejected') throw judged.reason
    return { vector: search.status === 'fulfilled' ? search.value : null, state: judged.value.state }
  },
})
