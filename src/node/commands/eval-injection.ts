import { createProgress } from '../progress.ts'

export interface InjectionOptions {
  /** Every n-th attack alone. */
  every?: string
  json?: boolean
}

/**
 * `suzhen eval injection`: the attacks of eval/injection against the whole service, with a model on the loopback that obeys
 * them. Exit code 2 where one of them got what it wanted. Nothing leaves the machine.
 */
export async function injectionCommand(options: InjectionOptions): Promise<number> {
  const every = Number(options.every ?? 1)
  if (!Number.isInteger(every) || every < 1) {
    process.stderr.write('--every 须为正整数 / --every must be a whole number above 0\n')
    return 1
  }
  // Not a part of the service: the suite lives beside the labelled sets, and its model beside the tests.
  const [{ readAttacks }, { openService }, { runAttacks }, { isBroken, renderTally, tallyOf }] = await Promise.all([
    import('../../../eval/injection/read.ts'),
    import('../../../eval/injection/open-service.ts'),
    import('../../../eval/injection/run-attacks.ts'),
    import('../../../eval/injection/tally.ts'),
  ])
  const attacks = (await readAttacks()).filter((_, i) => i % every === 0)
  const service = await openService(process.env)
  const bar = createProgress('攻击 attacking', attacks.length)
  const outcomes = await runAttacks(service, attacks, (n) => bar.update(n)).finally(() => {
    bar.stop()
    return service.close()
  })
  const tally = tallyOf(outcomes)
  process.stdout.write(`${options.json ? JSON.stringify(tally) : renderTally(tally)}\n`)
  return isBroken(tally) ? 2 : 0
}
