import type { Decision } from '../../../domain/decision.ts'
import type { Dom } from './dom.ts'

/** Which engine judged, why it was not at its best, and what a language model took. Words of others are text and never markup. */
export function createEngineView({
  node,
  say,
  named,
  saidOf,
  both,
  sentence,
}: Dom): (engine: Decision['engine']) => HTMLElement {
  /** A reason is a code, at times with words behind it: `llm-timeout`, `no-embedding: …`. */
  const reason = (text: string): Parameters<Dom['node']>[2] => {
    const found = saidOf('why', text)
    return found[0] === text ? sentence(text) : both(...found)
  }
  return ({ name, degraded, reasons, tokens, costUsd }) =>
    node(
      'div',
      { class: 'engine' },
      node(
        'p',
        { class: 'facts muted' },
        node('span', {}, say('console.engine'), ' ', named('engine', name)),
        tokens && node('span', {}, say('console.tokens', { ...tokens })),
        // Four figures of what counts: a judgement costs hundredths of a cent.
        (tokens || costUsd > 0) && node('span', {}, say('console.cost', { usd: Number(costUsd.toPrecision(4)) })),
      ),
      degraded &&
        node(
          'div',
          { class: 'review' },
          node('b', { class: 'warn' }, say('console.degraded')),
          node(
            'ul',
            { class: 'plain-lines' },
            reasons.map((r) => node('li', {}, reason(r))),
          ),
        ),
    )
}
