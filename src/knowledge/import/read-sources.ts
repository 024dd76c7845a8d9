import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { oneLine } from './plain-words.ts'

const ARTICLE =
  '第[一二三四五六七八九十百千零〇\\d]{1,8}条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十\\d]{1,3}款)?(?:第[((]?[一二三四五六七八九十\\d]{1,3}[))]?项)?'
const ARTICLES = `${ARTICLE}(?:[、,,和及与]\\s?${ARTICLE})*`

export interface SourcesReader {
  /** A field or column of sources: a list, with laws in it as they are named in a text. */
  list(text: string): string[]
  /** Laws and rules named in running text. */
  inText(text: string): string[]
}

/** Finds laws and rules: 《…法》第…条, and without marks where an article follows. */
export function createSourcesReader(words: Pick<UploadWords, 'laws' | 'bareLaws' | 'lawLeads'>): SourcesReader {
  const endings = words.laws.join('|')
  const leads = [...words.lawLeads].sort((a, b) => b.length - a.length).join('|')
  const marked = new RegExp(`《([^《》\\n]{2,60})》(?:[^,,。;;、《第]{0,4}(${ARTICLES}))?`, 'gu')
  const bare = new RegExp(`(\\p{Script=Han}{1,24}(?:${words.bareLaws.join('|')}))(${ARTICLES})`, 'gu')
  const isLaw = new RegExp(`(?:${endings}|标准|规范|通知|意见|决定|公约)(?:[((][^()()]{1,12}[))])?$`, 'u')
  const lead = new RegExp(`^.*(?:${leads})(?=\\p{Script=Han}{2,}$)`, 'u')

  const named = (law: string, articles: string | undefined): string[] => {
    const name = oneLine(law).replace(/^中华人民共和国/, '')
    return articles ? [...articles.matchAll(new RegExp(ARTICLE, 'gu'))].map((a) => name + a[0]) : [name]
  }
  function inText(text: string): string[] {
    const found: { at: number; names: string[] }[] = []
    for (const m of text.matchAll(marked))
      if (m[2] || isLaw.test(m[1]!)) found.push({ at: m.index, names: named(m[1]!, m[2]) })
    for (const m of text.matchAll(bare)) {
      const law = m[1]!.replace(lead, '')
      if (law.length > 2) found.push({ at: m.index, names: named(law, m[2]) })
    }
    return unique(found.sort((a, b) => a.at - b.at).flatMap((f) => f.names))
  }
  return {
    inText,
    list: (text) =>
      unique(
        text.split(/[;;\n|]|[、,,](?![^《]*》)(?!\s?第)(?!\s(?:\d|art|sec|s\.|§|no\.|para|ch))/iu).flatMap((item) => {
          const line = oneLine(item)
          const laws = inText(line)
          return laws.length > 0 ? laws : line === '' ? [] : [line.replace(/^《([^《》]*)》$/, '$1')]
        }),
      ),
  }
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]
