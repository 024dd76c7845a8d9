import { expect, it } from 'vitest'
import { encodeReplyHeads } from '../assess/replies/heads-codec.ts'
import { createReplyChecker } from '../knowledge/replies/check-reply.ts'
import { readLabelledReplies } from './labelled-replies.ts'
import { readPolicy, readReplyRules } from './policy-files.ts'
import { type TrainingReply, trainReplies } from './train-replies.ts'

it('the same labelled replies train the same reader, cuts included', async () => {
  const check = createReplyChecker({ rules: await readReplyRules(), policy: await readPolicy([]) })
  const some = (await readLabelledReplies('train')).slice(0, 30).map((r): TrainingReply => ({ ...r, kind: 'fresh' }))
  const script: TrainingReply = { id: 's', text: '您好,让您久等了。', role: 'frontline', findings: [], kind: 'script' }
  const [a, b] = [trainReplies([...some, script], check), trainReplies([...some, script], check)]
  expect(encodeReplyHeads(b.heads)).toEqual(encodeReplyHeads(a.heads))
  expect(b.report).toEqual(a.report)
  const blame = a.report.find((r) => r.rule === 'blame')!
  expect(blame.labels).toBe(some.flatMap((r) => r.findings).filter((f) => f.rule === 'blame').length)
})
