import { anError } from './say.ts'
import type { ReadItem } from './types.ts'

/** The ids of one upload, each with the place where it stood first. */
export interface IdsSeen {
  /** Adds a finding to an item that has an id which came before: the second would take the first one's place. */
  told(item: ReadItem): ReadItem
  /** Ends a file that was read: its ids count for the files behind it. */
  keep(): void
  /** Ends a file that was refused: its ids never were. */
  forget(): void
}

export function createIdsSeen(): IdsSeen {
  const first = new Map<string, { file: string; row: number | null }>()
  let mine: string[] = []
  return {
    told(item) {
      const { id } = item.item
      if (id === undefined || item.findings.some(({ rule, field }) => rule === 'missing' && NAMING.test(field ?? '')))
        return item
      const name = `${item.kind} ${id}`
      const before = first.get(name)
      if (before) item.findings.push(sameItem(before))
      else {
        first.set(name, { file: item.file, row: item.row })
        mine.push(name)
      }
      return item
    },
    keep() {
      mine = []
    },
    forget() {
      for (const name of mine) first.delete(name)
      mine = []
    },
  }
}

/** Fields that an id is made of; where they lack, so does the id. */
const NAMING = /^(?:title|scene)$/

function sameItem({ file, row }: { file: string; row: number | null }) {
  const at = { zh: row === null ? '' : `第 ${row} 行`, en: row === null ? '' : `, row ${row}` }
  return anError(
    'same-id',
    'id',
    { zh: `与 ${file}${at.zh} 是同一条`, en: `it is the same item as ${file}${at.en}` },
    { zh: '删去一条,或改标题、日期或编号', en: 'take one out, or give it another title, date or id' },
  )
}
