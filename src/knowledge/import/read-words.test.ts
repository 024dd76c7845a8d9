import { beforeAll, describe, expect, it } from 'vitest'
import type { Policy } from '../../domain/policy/parse.ts'
import { parseRules } from '../../domain/policy/parse.ts'
import { type UploadWords, uploadWordsSchema } from '../../domain/policy/upload-words.ts'
import { readPolicy, readUploadWords } from '../../node/policy-files.ts'
import { createFieldFinder } from './find-field.ts'
import { findLabels } from './find-labels.ts'
import { createValueFinder } from './find-value.ts'
import { createCodesReader } from './read-code.ts'
import { createCourseReader } from './read-course.ts'
import { readDate } from './read-date.ts'
import { createLevelReader } from './read-level.ts'
import { createSourcesReader } from './read-sources.ts'
import { timeMark } from './time-mark.ts'

let words: UploadWords
let policy: Policy
let codes: ReturnType<typeof createCodesReader>
let level: ReturnType<typeof createLevelReader>
let fields: ReturnType<typeof createFieldFinder<string>>
beforeAll(async () => {
  words = await readUploadWords()
  policy = await readPolicy([])
  codes = createCodesReader(policy)
  level = createLevelReader(policy, words)
  fields = createFieldFinder<string>(words.case, words.tails)
})

describe('readDate', () => {
  it.each([
    '2025年3月14日',
    '2025 年 03 月 14 日 上午9点',
    '2025/3/14',
    '2025-03-14',
    '2025.3.14',
    '2025年3月14号',
    '25.3.14',
    '25年3月14日',
    '20250314',
    '二〇二五年三月十四日',
    '二零二五年三月十四日',
    '2025-03-14T09:40:00+08:00',
    '2025/3/14 9:40',
    '14 March 2025',
    'March 14th, 2025',
    'on the 14th of Mar 2025',
    '14/3/2025',
    '约2025年3月14日前后',
  ])('%s', (text) => {
    expect(readDate(text)).toMatchObject({ date: '2025-03-14' })
  })
  it.each([
    ['三月', 'no-year'],
    ['3月14日', 'no-year'],
    ['March', 'no-year'],
    ['2025年3月', 'no-day'],
    ['2025-03', 'no-day'],
    ['March 2025', 'no-day'],
    ['2025年', 'no-day'],
    ['2025年2月30日', 'impossible'],
    ['2025-13-01', 'impossible'],
    ['3/4/2025', 'ambiguous'],
    ['昨天', 'none'],
    ['12345', 'none'],
  ])('%s is %s', (text, fault) => {
    expect(readDate(text)).toEqual({ fault })
  })
  it('tells a year of two digits, and a span, of which the first day counts', () => {
    expect(readDate('25.3.14')).toMatchObject({ shortYear: true })
    expect(readDate('2025年3月14日至2025年3月20日')).toEqual({ date: '2025-03-14', shortYear: false, others: true })
  })
})

describe('levels', () => {
  it.each([
    ['2', 2],
    ['二级', 2],
    ['Ⅱ级', 2],
    ['Level 2', 2],
    ['L2', 2],
    ['2.0', 2],
    ['重要/严重', 2],
    ['严重', 2],
    ['二级(重要/严重)', 2],
    ['严重(2级)', 2],
    ['二級', 2],
    ['一般', 3],
    ['一级', 1],
    ['紧急', 1],
    ['urgent / major', 1],
    ['咨询', 4],
    ['Ordinary', 3],
  ])('%s is %i', (text, value) => {
    expect(level(text)).toEqual({ level: value })
  })
  it.each([
    ['五级', 'none'],
    ['2025', 'none'],
    ['说不清', 'none'],
    ['4级(紧急)', 'contradiction'],
    ['一般(1级)', 'contradiction'],
  ])('%s: %s', (text, fault) => {
    expect(level(text)).toEqual({ fault })
  })
})

describe('codes', () => {
  it.each([
    ['PQ-08', ['PQ-08'], 'code'],
    ['pq08', ['PQ-08'], 'code'],
    ['PQ-8', ['PQ-08'], 'code'],
    ['PQ-08 安全隐患/致人伤害', ['PQ-08'], 'code'],
    ['TD-06、SP-02', ['TD-06', 'SP-02'], 'code'],
    ['服务态度差、TD-06', ['SP-01', 'TD-06'], 'code'],
    ['安全隐患', ['PQ-08'], 'name'],
    ['退款延迟', ['TD-06'], 'name'],
    ['账户/资金安全、盗刷、诈骗', ['RL-11'], 'name'],
    ['refund late', ['TD-06'], 'name'],
    ['退款延迟;服务态度差', ['TD-06', 'SP-01'], 'name'],
    ['盗刷', ['RL-11'], 'name'],
    ['踢皮球', ['SP-04'], 'likeness'],
    ['会员价失效', ['TD-03'], 'likeness'],
  ])('%s', (text, found, by) => {
    expect(codes(text)).toEqual({ codes: found, by })
  })
  it('names what it could be where it is none: of the family, or like it', () => {
    const read = codes
    expect(read('TD-77')).toEqual({ unknown: 'TD-77', candidates: expect.arrayContaining(['TD-06', 'TD-99']) })
    expect(read('产品质量')).toEqual({ unknown: '产品质量', candidates: expect.arrayContaining(['PQ-01', 'PQ-99']) })
    expect(read('退款延迟、外星人')).toMatchObject({ unknown: '外星人' })
    expect(read('外星人')).toEqual({ unknown: '外星人', candidates: [] })
  })
})

describe('outcomes', () => {
  it.each([
    ['已解决', 'resolved', true],
    ['未解决', 'failed', true],
    ['部分解决', 'partly', true],
    ['升级', 'escalated', true],
    ['Resolved', 'resolved', true],
    ['not resolved', 'failed', true],
    ['客户接受,圆满解决', 'resolved', false],
    ['双方未达成一致', 'failed', false],
  ])('%s', (text, value, exact) => {
    expect(createValueFinder(words.outcome)(text)).toEqual({ value, exact })
  })
  it.each([
    '问题没有得到妥善解决',
    '跟客户道了歉',
    '先升级处理,后圆满解决',
    'the case was never resolved',
  ])('%s names none', (text) => {
    expect(createValueFinder(words.outcome)(text)).toBeNull()
  })
})

describe('fields', () => {
  it.each([
    ['一、处理经过', 'course', true],
    ['(三)原因分析:', 'rootCause', true],
    ['【處理結果】', 'result', true],
    ['处理结果如下', 'result', true],
    ['投诉处理结果', 'result', true],
    ['最终的处理结果', 'result', false],
    ['经验教训及改进', 'lessons', false],
    ['Root_Cause', 'rootCause', true],
    ['3. Lessons learned', 'lessons', true],
    ['The final result', 'result', false],
    ['occurredOn', 'occurredOn', true],
  ])('%s', (name, field, sure) => {
    const found = fields.find(name)
    expect(found?.field).toBe(field)
    if (sure === false) expect(found?.sure).toBe(false)
  })
  it.each(['天气', '产品批次', '', '备注', '客户情绪与很多别的事情'])('«%s» is none', (name) => {
    expect(fields.find(name)).toBeNull()
  })
})

describe('findLabels', () => {
  it.each([
    [
      '等级:二级  渠道:电话;时间:2025年3月14日 09:40',
      [
        ['level', '二级'],
        ['channel', '电话'],
        ['occurredOn', '2025年3月14日 09:40'],
      ],
    ],
    ['- **标题**:退款:一波三折', [['title', '退款:一波三折']]],
    ['Root cause: nobody looked', [['rootCause', 'nobody looked']]],
    ['处理结果:退款,原因:系统', [['result', '退款,原因:系统']]],
  ])('%s', (line, pairs) => {
    expect(findLabels(line, fields.exact)?.map((l) => [l.field, l.value])).toEqual(pairs)
  })
  it.each(['客户说:等级:二级', '09:40 客户来电', '没有冒号'])('%s has none', (line) => {
    expect(findLabels(line, fields.exact)).toBeNull()
  })
})

describe('timeMark', () => {
  it.each([
    ['第0天 09:40 客户来电', '第0天 09:40', '客户来电'],
    ['3月2日上午:客户来电', '3月2日上午', '客户来电'],
    ['【2025年3月2日 15:30】客户来电', '2025年3月2日 15:30', '客户来电'],
    ['次日,客户来电', '次日', '客户来电'],
    ['下午3点半 客户来电', '下午3点半', '客户来电'],
    ['两小时后,客户来电', '两小时后', '客户来电'],
    ['3月2日至3月5日:检测', '3月2日至3月5日', '检测'],
    ['2025-03-02 客户来电', '2025-03-02', '客户来电'],
    ['第2天 11:00 个贷复核', '第2天 11:00', '个贷复核'],
    ['Day 3, 10:15 am: call', 'Day 3, 10:15 am', 'call'],
    ['On Monday the customer called', 'On Monday', 'the customer called'],
    ['The next day, a call', 'The next day', 'a call'],
  ])('%s', (line, at, rest) => {
    expect(timeMark(line)).toEqual({ at, rest })
  })
  it.each([
    '客户来电',
    '3月5日前回复',
    '3小时内回访',
    '3.2 万元',
    '13812345678',
    '5/3起',
    '1天内办结',
  ])('%s begins with none', (line) => {
    expect(timeMark(line)).toBeNull()
  })
})

describe('courses', () => {
  const read = (text: string) => createCourseReader(words.course.decision)(text)
  it('takes a numbered list without times as steps, and «决定» on a line of its own to the step before it', () => {
    expect(read('1. 受理并登记\n2、核实情况\n决定:换新机\n③回访')).toEqual([
      { at: null, what: '受理并登记', decision: null },
      { at: null, what: '核实情况', decision: '换新机' },
      { at: null, what: '回访', decision: null },
    ])
  })
  it('joins a line that goes on, and keeps a decision’s limit in the decision', () => {
    expect(read('第0天:客户来电,\n说机器冒烟;决定:3小时内上门')).toEqual([
      { at: '第0天', what: '客户来电, 说机器冒烟', decision: '3小时内上门' },
    ])
  })
  it('takes time for nothing on hostile lines', () => {
    const from = performance.now()
    for (const text of [
      '第'.repeat(50_000),
      '3月'.repeat(20_000),
      '上午'.repeat(20_000),
      '(决定'.repeat(20_000),
      ' '.repeat(100_000),
      '。;'.repeat(30_000),
    ])
      read(text)
    expect(performance.now() - from).toBeLessThan(2000)
  })
})

describe('sources', () => {
  it.each([
    [
      '违反《消费者权益保护法》第二十四条、第二十五条规定',
      ['消费者权益保护法第二十四条', '消费者权益保护法第二十五条'],
    ],
    ['依据《中华人民共和国产品质量法》', ['产品质量法']],
    ['根据民法典第一千一百九十八条', ['民法典第一千一百九十八条']],
    ['按照食品安全法第三十四条第一款第(六)项处理', ['食品安全法第三十四条第一款第(六)项']],
    ['读了《红楼梦》', []],
    ['坐席念活动细则第九条', []],
    ['没有办法第一条就错了', []],
  ])('%s', (text, laws) => {
    expect(createSourcesReader(words).inText(text)).toEqual(laws)
  })
  it('reads a list, house rules among laws', () => {
    expect(
      createSourcesReader(words).list('E3;F2、《消费者权益保护法》第二十四条,Consumer Rights Act 2015, s. 23'),
    ).toEqual(['E3', 'F2', '消费者权益保护法第二十四条', 'Consumer Rights Act 2015, s. 23'])
  })
})

describe('the words', () => {
  it('may not stand for two fields: the file and its line are named', () => {
    const text = 'name: uploads\nversion: 2026.1.1\n'
    expect(() => parseRules({ file: 'uploads.yaml', text }, uploadWordsSchema)).toThrow(/uploads\.yaml:1: kinds/)
    const twice = JSON.stringify({ ...words, outcome: { ...words.outcome, failed: ['已解决'] } }, null, 1)
    expect(() => parseRules({ file: 'uploads.yaml', text: twice }, uploadWordsSchema)).toThrow(
      /uploads\.yaml:\d+: outcome\.failed\.0: «已解决» stands for resolved and failed/,
    )
  })
  it('has an industry for every one of the seed cases', async () => {
    const { readFileSync } = await import('node:fs')
    const lines = readFileSync(new URL('../../../fixtures/cases.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n')
    const used = new Set(lines.map((line) => JSON.parse(line).domain as string))
    expect([...used].filter((d) => !(d in words.domain))).toEqual([])
  })
})
