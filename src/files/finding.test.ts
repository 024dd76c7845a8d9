import { expect, it } from 'vitest'
import { type Finding, findingsCsv } from './finding.ts'

const finding: Finding = {
  effect: 'cell',
  row: 12,
  column: '等"级',
  problem: { zh: '不识', en: 'unknown' },
  advice: { zh: '改正,再试', en: 'mend' },
  value: '=HYPERLINK("http://x")',
}

it('writes findings so that a spreadsheet reads them, and runs none of them', () => {
  const [header, row] = findingsCsv([finding]).split('\r\n')
  expect(header!.startsWith('\uFEFF"effect","row"')).toBe(true)
  expect(row).toBe(`"cell","12","等""级","不识","改正,再试","unknown","mend","'=HYPERLINK(""http://x"")"`)
})
