import type { Policy } from '../../domain/policy/parse.ts'

/** Words of a code that are shown beside its name; the list of synonyms is for matching and too long to read. */
const MOST_WORDS = 6

/** The company's rules as a prompt's fixed part names them. The same bytes for every question under one policy, so that providers cache them. */
export type Rubric = Readonly<
  Record<
    /** Levels, gravest first, with the rules of each. */
    | 'levels'
    /** Codes by family, each with some of its words. */
    | 'codes'
    /** Channels of escalation with their names. */
    | 'channels',
    string
  >
>

export const rubricOf = (policy: Pick<Policy, 'levels' | 'families' | 'codes' | 'threats'>): Rubric => ({
  levels: policy.levels
    .map(({ level, zh, en, rules }) =>
      [`${level} ${zh} / ${en}`, ...rules.map((r) => `  ${r.id} ${r.zh} / ${r.en}`)].join('\n'),
    )
    .join('\n'),
  codes: policy.families
    .map(({ id, zh, en }) =>
      [
        `${id} ${zh} / ${en}`,
        ...policy.codes
          .filter((c) => c.code.startsWith(`${id}-`))
          .map((c) => `  ${c.code} ${c.zh} / ${c.en}${wordsOf(c)}`),
      ].join('\n'),
    )
    .join('\n'),
  channels: policy.threats.map((t) => `${t.channel} ${t.zh}`).join('\n'),
})

const wordsOf = ({ synonyms }: Policy['codes'][number]): string =>
  synonyms.length === 0 ? '' : `: ${synonyms.slice(0, MOST_WORDS).join(', ')}`
