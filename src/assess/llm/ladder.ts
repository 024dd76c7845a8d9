/** How an answer in JSON is asked for, best first. */
export const RUNGS = ['json_schema', 'json_object', 'tool'] as const
export type Rung = (typeof RUNGS)[number]

/** How the next request is put, by what this endpoint and model have refused so far. */
export interface Form {
  rung: Rung
  /** Under which name the answer's greatest length goes; null: none. */
  lengthAs: 'max_tokens' | 'max_completion_tokens' | null
  temperature: boolean
  /** Whether the one tool may be forced. */
  toolForced: boolean
  /** Whether the policy's further fields go with it. */
  extras: boolean
  /** Whether thinking must be turned off by name. */
  noThinking: boolean
}

/** What an endpoint says is wrong with a request. It may quote the request: never logged, never in an error. */
export interface Objection {
  status: number
  message: string
  param: string | null
}

/** What one endpoint and model can do, learnt from its own refusals; remembered as long as the client lives. */
export interface Ladder {
  /** Null: every way was refused. */
  form(): Form | null
  /** Whether the next request will differ from one that was put like `form` and refused for this. */
  stepDown(form: Form, objection: Objection): boolean
}

type Feature = Rung | 'max_tokens' | 'max_completion_tokens' | 'temperature' | 'tool_choice' | 'extras' | 'thinking'

// A request that is refused for its shape. 413, 429 and the like are about size and haste.
const SHAPE = new Set([400, 404, 422, 501])
const NOT_TAKEN =
  /unsupported|(?:not|n't|cannot) (?:be )?(?:supported|support|permitted|allowed|accept)|not support|unavailable|unrecogni[sz]ed|unknown|unexpected|invalid (?:value|type|parameter)|only the default|extra[_ ](?:inputs|fields)|deserialize|forbidden|不支持|暂不|无效/i
const FORMAT = /response_?format|json_?schema|json_?object|json mode|structured.outputs?|guided/i

/** `extraKeys`: names of the policy's further fields. */
export function createLadder(extraKeys: readonly string[] = []): Ladder {
  const refused = new Set<Feature>()
  const form = (): Form | null => {
    const rung = RUNGS.find((r) => !refused.has(r))
    if (rung === undefined) return null
    return {
      rung,
      lengthAs: (['max_tokens', 'max_completion_tokens'] as const).find((n) => !refused.has(n)) ?? null,
      temperature: !refused.has('temperature'),
      toolForced: !refused.has('tool_choice'),
      extras: !refused.has('extras'),
      noThinking: refused.has('thinking'),
    }
  }
  return {
    form,
    stepDown(asked, objection) {
      const feature = featureRefused(asked, objection, extraKeys)
      if (feature === null) return false
      refused.add(feature)
      const next = form()
      return next !== null && JSON.stringify(next) !== JSON.stringify(asked)
    },
  }
}

// Narrow on purpose: a refusal that names nothing of ours says that the question is wrong, and asking it in another form
// would only cost more. Names first, so that a complaint quoted in a message moves nothing by chance.
function featureRefused(
  asked: Form,
  { status, message, param }: Objection,
  extraKeys: readonly string[],
): Feature | null {
  if (!SHAPE.has(status)) return null
  // A whole word: no letter, digit or _ on either side.
  const names = (name: string) =>
    param === name || param?.startsWith(`${name}.`) || message.split(/[^A-Za-z0-9_]+/).includes(name)
  const notTaken = NOT_TAKEN.test(message)
  if (!asked.noThinking && names('enable_thinking') && /false|non-stream|非流式/i.test(message)) return 'thinking'
  if (notTaken) {
    if (asked.extras && extraKeys.some(names)) return 'extras'
    // Behind «use … instead» stands the other name, so the one that was sent is looked for.
    if (asked.lengthAs !== null && names(asked.lengthAs)) return asked.lengthAs
    if (asked.temperature && names('temperature')) return 'temperature'
    if (asked.rung === 'tool' && asked.toolForced && names('tool_choice')) return 'tool_choice'
    if (asked.rung === 'tool' && (names('tools') || /function.?call|tool/i.test(message))) return 'tool'
  }
  if (asked.rung !== 'tool' && (FORMAT.test(param ?? '') || FORMAT.test(message))) return asked.rung
  return null
}
