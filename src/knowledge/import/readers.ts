import type { Kind } from '../../domain/knowledge.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { createFieldFinder } from './find-field.ts'
import { createValueFinder } from './find-value.ts'
import { plainWord } from './plain-words.ts'
import { createCodesReader } from './read-code.ts'
import { createCourseReader } from './read-course.ts'
import { createLevelReader } from './read-level.ts'
import { createSourcesReader } from './read-sources.ts'

export type Readers = ReturnType<typeof createReaders>

// Making them takes longer than reading a small file; they depend on nothing else.
/** Characters of a text that is a sentence and no name, whatever it says: to read it as one costs more than all else. */
const NO_WORD = 100

const made = new WeakMap<Policy, { words: UploadWords; readers: Readers }>()

/** The readers for these words and this policy, made once. */
export function readersFor(words: UploadWords, policy: Policy): Readers {
  const known = made.get(policy)
  if (known?.words === words) return known.readers
  const readers = createReaders(words, policy)
  made.set(policy, { words, readers })
  return readers
}

/** Everything that reads words of an upload. */
export function createReaders(words: UploadWords, policy: Policy) {
  const among = (list: readonly string[]) => {
    const known = new Set(list.map((w) => plainWord(w) || w))
    return (text: string): boolean => text.length <= NO_WORD && known.has(plainWord(text) || text.trim())
  }
  const kinds = createValueFinder<Kind>(words.kinds)
  return {
    words,
    policy,
    fields: {
      case: createFieldFinder<string>(words.case, words.tails),
      script: createFieldFinder<string>(words.script, words.tails),
    },
    columns: createFieldFinder(words.course),
    isKindWord: { case: among(words.kinds.case), script: among(words.kinds.script) },
    isKindField: among(words.kindField),
    isAbout: among(words.about),
    isPersonal: among(words.personal),
    isIgnored: among(words.ignored),
    isNothing: among(words.nothing),
    kind: (text: string): Kind | null => kinds(text)?.value ?? null,
    codes: createCodesReader(policy),
    level: createLevelReader(policy, words),
    outcome: createValueFinder(words.outcome),
    channel: createValueFinder(words.channel),
    audience: createValueFinder(words.audience),
    stage: createValueFinder(words.stage),
    emotion: createValueFinder(words.emotion),
    domain: createValueFinder(words.domain),
    course: createCourseReader(words.course.decision),
    sources: createSourcesReader(words),
  }
}
