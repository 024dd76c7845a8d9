import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseRules } from './parse.ts'
import { replyRulesSchema } from './reply-rules.ts'

const file = new URL('../../../policy/replies.yaml', import.meta.url)
const text = readFileSync(file, 'utf8')
const parse = (changed: string) => () => parseRules({ file: 'replies.yaml', text: changed }, replyRulesSchema)

describe('policy/replies.yaml', () => {
  it('reads', () => expect(parse(text)).not.toThrow())

  it.each([
    [
      'an expression that does not compile',
      text.replace('apology: [', "apology: ['(?:', "),
      /replies\.yaml:\d+: whole\.apology\.0/,
    ],
    [
      'a lexicon that is not there',
      text.replace('apology: [', "apology: ['{nobody}', "),
      /no lexicon is called \{nobody\}/,
    ],
    ['a pattern of nothing', text.replace('apology: [', "apology: ['x*', "), /matches nothing at all/],
    ['a rule left out', text.replace('- id: blame', '- id: avoided'), /no rule is called blame/],
    ['a key that is none', text.replace('  reach: 8', '  reach: 8\n  range: 9'), /no key is called range/],
  ])('%s is refused with its line', (_, changed, message) => expect(parse(changed)).toThrow(message))
})
