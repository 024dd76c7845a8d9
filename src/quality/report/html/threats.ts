import { FIELDS, type MeasureId } from '../../names.ts'
import type { Estimate, Proportion, Report } from '../../report-data.ts'
import { valueName } from '../names-of.ts'
import { barCell } from './chart.ts'
import { P_R_F1 } from './codes.ts'
import { both, el, type Markup, words } from './markup.ts'
import { cell, numberCell, row, rowHead, section, table } from './table.ts'

const FLAGS = ['media', 'external', 'repeat', 'group'] as const

/** What sets off an alarm: threats by channel and in the right stance; media, external, repeat and group as yes or no. */
export function threats({ channels, measures }: Report): Markup | null {
  const figure = (id: MeasureId): Estimate | Proportion => measures.find((m) => m.id === id)!
  const flags = FLAGS.filter((f) => figure(`${f}.accuracy`).n > 0)
  if (channels.length === 0 && flags.length === 0) return null
  return section(
    'threats',
    { zh: '升级威胁、重复与群体', en: 'Threats, repeats and groups' },
    null,
    flags.length > 0 &&
      el(
        'div',
        { class: 'card' },
        table({
          caption: { zh: '是与否的判断', en: 'Yes or no' },
          columns: [
            { name: { zh: '项目', en: 'Field' } },
            { name: { zh: '标注为是', en: 'Labelled yes' }, number: true },
            { name: { zh: '判对', en: 'Right' } },
            ...P_R_F1.slice(2).map(({ name }) => ({ name })),
          ],
          rows: flags.map((f) =>
            row(
              rowHead(both(FIELDS[f])),
              cell('number', figure(`${f}.recall`).n),
              (['accuracy', 'precision', 'recall', 'f1'] as const).map((part) =>
                barCell(shareOf(figure(`${f}.${part}`))),
              ),
            ),
          ),
        }),
      ),
    channels.length > 0 &&
      el(
        'div',
        { class: 'card' },
        el('h3', {}, words('各渠道', 'By channel')),
        table({
          caption: { zh: '各渠道', en: 'By channel' },
          kind: 'sortable',
          columns: [
            { name: { zh: '渠道', en: 'Channel' } },
            ...P_R_F1,
            { name: { zh: '状态一致', en: 'Stance right' }, sortable: true },
          ],
          rows: channels.map((c) =>
            row(
              rowHead(both(valueName(c.channel) ?? { zh: c.channel, en: c.channel })),
              numberCell(c.support, c.support),
              numberCell(c.answered, c.answered),
              [c.precision, c.recall, c.f1, c.stance].map(barCell),
            ),
          ),
        }),
      ),
  )
}

/** A measure that counts hits is shown with them, a score without. */
const shareOf = (m: Estimate | Proportion): Estimate | Proportion =>
  'hits' in m && m.hits !== null ? m : { n: m.n, value: m.value, low: m.low, high: m.high }
