import { afterAll, beforeAll, beforeEach } from 'vitest'
import { memoryDatabase, type TestDatabase } from './stores.ts'
import { type Behaviour, startUpstream, type Upstream } from './upstream/index.ts'

/**
 * An upstream and a database in memory for the tests of one file, from its `beforeAll` on; closed at the end. Before each
 * test the upstream forgets what it saw and answers by `first` again. Call at the top of a file.
 */
export function upstreamGround(first: () => Behaviour): { upstream: Upstream; database: TestDatabase } {
  const ground = {} as { upstream: Upstream; database: TestDatabase }
  beforeAll(async () => {
    const [upstream, database] = await Promise.all([startUpstream(), memoryDatabase()])
    Object.assign(ground, { upstream, database })
  }, 60_000)
  afterAll(async () => {
    await ground.upstream?.close()
    await ground.database?.close()
  })
  beforeEach(() => {
    ground.upstream.forget()
    ground.upstream.behave(first())
  })
  return ground
}
