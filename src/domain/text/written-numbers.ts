import { CN, parseNumber, plainNumerals } from './amounts.ts'

// Words that are written with numbers and count nothing.
const NO_NUMBER = /万一|千万(?!元|块)|十分(?!钟|之)|百般|四处|三番五次|七上八下|再三|一一|一五一十|千方百计|五金/gu
// «2百万» is read from its digits.
const HAN_NUMBER = new RegExp(`(?<![\\d.]\\s?)[${CN}万亿]{1,9}`, 'gu')
// «万元», «数千元»: at the least one of them.
const BARE_SCALE = /(?<![\d一二两三四五六七八九十百千万]\s?)[百千万亿](?=[把余多来]?(?:元|块|圆))/gu
// «一次» and «一直» count nothing; «一天» and «一折» do.
const UNIT =
  '元(?!素|旦|月)|块钱|折|倍|成(?!不变)|年(?!度|级|一)|个?半?(?:月|星期|礼拜|小时|钟头|工作日|自然日|季度)|周(?!年|边|岁)|天(?!天|到晚|比)|分钟'
const ONE = new RegExp(`(?<![第每同唯另某有单这那过全周期拜零〇一二两三四五六七八九十百千万亿])一(?=${UNIT})`, 'gu')
const HALF = /半(?=个?(?:小时|钟头|年|月|价|额|折|成|星期|周))/gu
const DIGITS_ALONE = /^[零〇一二三四五六七八九]{2,}$/u

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const ENGLISH = new Map<string, number>([
  ...SMALL.split(' ').map((word, n): [string, number] => [word, n]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((w, i): [string, number] => [w, 20 + 10 * i]),
  ...Object.entries({ hundred: 100, thousand: 1_000, grand: 1_000, million: 1_000_000, third: 3, twice: 2, half: 0.5 }),
  ...Object.entries({ dozen: 12, dozens: 24, hundreds: 200, thousands: 2_000, millions: 2_000_000 }),
])
const WORD = [...ENGLISH.keys()].sort((a, b) => b.length - a.length).join('|')
const ENGLISH_RUN = new RegExp(`\\b(?:${WORD})\\b(?:(?: |-| and )(?:${WORD})\\b)*`, 'gu')
const ENGLISH_UNIT = '(?=[ -](?:(?:working|business|calendar)[ -])?(?:minute|hour|day|week|month|year)s?\\b)'
const ENGLISH_ONE = new RegExp(`\\ban?\\b${ENGLISH_UNIT}`, 'gu')
const UNIT_AHEAD = new RegExp(`^${ENGLISH_UNIT}`, 'u')

/** A reading in lower case with its numbers in digits: `三天` -> `3天`, `壹万元` -> `10000元`, `fifty thousand` -> `50000`. */
export function writtenNumbers(reading: string): string {
  return plainNumerals(reading)
    .replace(/百分之?百/gu, '100%')
    .replace(NO_NUMBER, ' ')
    .replace(BARE_SCALE, (c) => `1${c}`)
    .replace(ONE, '1')
    .replace(HALF, '0.5')
    .replace(HAN_NUMBER, (run) => {
      // A single one of these is more often a part of a word.
      if (run.length === 1 && '一零〇百千万亿'.includes(run)) return run
      const n = hanNumber(run)
      return Number.isFinite(n) ? String(n) : run
    })
    .replace(ENGLISH_ONE, '1')
    .replace(ENGLISH_RUN, (run, at: number, whole: string) =>
      run === 'one' && !UNIT_AHEAD.test(whole.slice(at + run.length)) ? run : englishNumbers(run),
    )
}

function hanNumber(run: string): number {
  // «八五折», and telephones: digit by digit.
  if (DIGITS_ALONE.test(run)) return Number([...run].map((c) => parseNumber(c)).join(''))
  const [, millions, thousands = ''] = /^(?:(.*?)亿)?(.*)$/u.exec(run) ?? []
  const [head, tail] = thousands.includes('万') ? thousands.split('万', 2) : [null, thousands]
  const value = (s: string | null | undefined) => (s ? parseNumber(s) : 0)
  return value(millions) * 1e8 + (head === null ? 0 : value(head || '一') * 1e4) + value(tail)
}

/** `twenty-four` -> `24`, `two hundred and fifty thousand` -> `250000`, `two three` -> `2 3`. */
function englishNumbers(run: string): string {
  const out: number[] = []
  let [total, current, open] = [0, 0, false]
  const end = () => {
    if (open) out.push(total + current)
    ;[total, current, open] = [0, 0, false]
  }
  for (const word of run.split(/ and | |-/u)) {
    const n = ENGLISH.get(word)!
    if (word === 'hundred') current = (current || 1) * 100
    else if (n === 1_000 || n === 1_000_000) [total, current] = [total + (current || 1) * n, 0]
    else {
      const fits = n < 10 ? current % 10 === 0 && current !== 10 : n < 100 && current % 100 === 0
      if (open && (!fits || !Number.isInteger(n) || (current === 0 && total === 0))) end()
      current += n
    }
    open = true
  }
  end()
  return out.join(' ')
}
