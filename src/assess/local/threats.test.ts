import { beforeAll, describe, expect, it } from 'vitest'
import { growth } from '../../../test/harness/texts.ts'
import { splitClauses } from '../../domain/text/clauses.ts'
import { readText } from '../../domain/text/reading.ts'
import { readPolicy } from '../../node/policy-files.ts'
import { createThreatReader } from './threats.ts'

let read: ReturnType<typeof createThreatReader>
beforeAll(async () => {
  read = createThreatReader(await readPolicy(['default']))
})

/** `media:threatened social:done`, once each, in the order of the alphabet; channels merely named are left out. */
function threats(original: string): string {
  const { text } = readText(original)
  const stated = read(text, splitClauses(text)).filter((t) => t.stance)
  return [...new Set(stated.map((t) => `${t.channel}:${t.stance}`))].sort().join(' ')
}

// Labelled by hand from the annotation guide, section 5.
describe('media', () => {
  it.each([
    ['我表妹就在报社跑新闻', 'media:threatened'],
    ['今天记者来拍过了', 'media:done'],
    ['明天我就联系电视台', 'media:threatened'],
    ['我要请媒体朋友来看看你们怎么做生意的', 'media:threatened'],
    ['希望媒体能关注一下这件事', 'media:threatened'],
    ['逼急了我就打新闻热线', 'media:threatened'],
    ['我不想闹到媒体上', 'media:threatened'],
    ["I will go to the press if this isn't fixed", 'media:threatened'],
    ['昨天已经有记者来采访了', 'media:done'],
    ['我已经联系了电视台', 'media:done'],
    ['I have already contacted a journalist', 'media:done'],
    ['别逼我去找媒体', 'media:threatened'],
    ['I would rather not go to the press', 'media:threatened'],
    ['媒体已经多次报道', 'media:done'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('social', () => {
  it.each([
    ['我把视频发网上让大家看看', 'social:threatened'],
    ['这事我写一篇避雷笔记', 'social:threatened'],
    ['发小红薯见', 'social:threatened'],
    ['视频我昨晚发出去了', 'social:done'],
    ['本人账号12万粉丝', 'social:threatened'],
    ['不给退款我就发抖音', 'social:threatened'],
    ['不处理就发朋友圈让大家看看', 'social:threatened'],
    ['等着上热搜吧', 'social:threatened'],
    ['小红书见', 'social:threatened'],
    ["I'll post this on Facebook tomorrow", 'social:threatened'],
    ['我已经发了抖音,播放三万多', 'social:done'],
    ['视频昨天发到微博上了', 'social:done'],
    ['求转发 @CCTV', 'social:done'],
    ['求扩散@央视新闻', 'social:done'],
    ['买了三天就坏 @江城日报', 'social:done'],
    ['I posted this on Twitter last night', 'social:done'],
    ['我要让全网都知道你们是什么货色', 'social:threatened'],
    ['朋友圈已经发了', 'social:done'],
    ['昨晚在小红书发了帖子', 'social:done'],
    ['My video has 40,000 views', 'social:done'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('what is told in passing of others who act', () => {
  it.each([
    ['幼儿园上了三次电视台,没有人管', 'media:done'],
    ['媒体多次报道,至今没有整改', 'media:done'],
    ['业主集体上访区政府', 'petition:done'],
    ['村民正在上访', 'petition:done'],
    ['住户都报警了', 'legal:done'],
    ['小区业主已向法院起诉', 'legal:done'],
    ['我们准备去信访局', 'petition:threatened'],
    ['新闻里也报道过类似的事', ''],
    ['我们不会上访', ''],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('a list', () => {
  it.each([
    ['我们想是通过网络、媒体、法院来解决,还是请您过问', 'legal:threatened media:threatened'],
    ['沿线居民多次投诉、信访希望早日解决', 'petition:done'],
    ['网络、媒体、法院各有各的事', ''],
  ])('is read as one: %s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('platform', () => {
  it.each([
    ['某猫那边见', 'platform:threatened'],
    ['再不给说法就上黑猫投诉', 'platform:threatened'],
    ['黑猫见', 'platform:threatened'],
    ['我已经在黑猫投诉了', 'platform:done'],
    ['黑猫投诉编号17381234', 'platform:done'],
    ['I will complain on Trustpilot', 'platform:threatened'],
    ['我会在黑猫投诉', 'platform:threatened'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('regulator', () => {
  it.each([
    ['材料明天递到市监', 'regulator:threatened'],
    ['我姐夫在市监局上班', 'regulator:threatened'],
    ['不退钱我就打12315', 'regulator:threatened'],
    ['我会向消协投诉', 'regulator:threatened'],
    ['今天不解决我就去市场监管局举报你们', 'regulator:threatened'],
    ['准备投诉到银保监会', 'regulator:threatened'],
    ["I'll report you to the ombudsman", 'regulator:threatened'],
    ['我已经打了12315', 'regulator:done'],
    ['上周向消协投诉过,至今没结果', 'regulator:done'],
    ['12315已受理,编号20251103', 'regulator:done'],
    ['I have already reported this to trading standards', 'regulator:done'],
    ['我找过消协', 'regulator:done'],
    ['请工信部介入', 'regulator:threatened'],
    ['向12300申诉', 'regulator:threatened'],
    ['我要去投诉到12315了', 'regulator:threatened'],
    ['客户向消费者协会反映', 'regulator:done'],
    ['我跟你们客服说我要去12315投诉', 'regulator:threatened'],
    ['我打了三次12315都没人管', 'regulator:done'],
    ['消协的工作人员已经联系了你们', 'regulator:done'],
    ['客户称将向银保监会投诉', 'regulator:threatened'],
    ['客户表示已向12345反映', 'regulator:done'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('legal', () => {
  it.each([
    ['不赔偿我就起诉你们', 'legal:threatened'],
    ['法庭上见', 'legal:threatened'],
    ['我会拿起法律武器', 'legal:threatened'],
    ['再这样我就报警', 'legal:threatened'],
    ['保留追究法律责任的权利', 'legal:threatened'],
    ['See you in court', 'legal:threatened'],
    ['I will take legal action', 'legal:threatened'],
    ['我已经报警了', 'legal:done'],
    ['法院已经立案', 'legal:done'],
    ['已委托律师发函', 'legal:done'],
    ['I hired a lawyer last week', 'legal:done'],
    ['我不想走法律途径,希望协商', 'legal:threatened'],
    ['不要逼我报警', 'legal:threatened'],
    ['派出所已经立案', 'legal:done'],
    ['报警了', 'legal:done'],
    ['再不解决我就报警了', 'legal:threatened'],
    ['我们建了维权群,准备集体起诉', 'legal:threatened'],
    ['我已请律师', 'legal:done'],
    ['I called the police', 'legal:done'],
    ["I'll sue you", 'legal:threatened'],
    ["I don't want to take legal action, but you leave me no choice", 'legal:threatened'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('petition', () => {
  it.each([
    ['三十户业主都按手印了', 'petition:done'],
    ['再不解决我们就去信访', 'petition:threatened'],
    ['业主们准备拉横幅', 'petition:threatened'],
    ['我们打算联名上书', 'petition:threatened'],
    ['我们已经去信访局上访了', 'petition:done'],
    ['业主已经联名签字', 'petition:done'],
    ['再不退钱我去你们总部门口拉横幅', 'petition:threatened'],
    ['We signed a petition', 'petition:done'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('executive', () => {
  it.each([
    ['这封信抄送你们董事长', 'executive:threatened'],
    ['我要找你们总部', 'executive:threatened'],
    ['我会写信给你们董事长', 'executive:threatened'],
    ['我已经给总部写信了', 'executive:done'],
    ['我打过总部电话,没人接', 'executive:done'],
    ['I will email your CEO', 'executive:threatened'],
    ['I emailed the CEO on Monday', 'executive:done'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('unspecified', () => {
  it.each([
    ['您自己掂量吧', 'unspecified:threatened'],
    ['我会继续往上投诉', 'unspecified:threatened'],
    ['有升级意向', 'unspecified:threatened'],
    ['你们等着瞧', 'unspecified:threatened'],
    ['这事没完', 'unspecified:threatened'],
    ['I will take this further', 'unspecified:threatened'],
    ['已经向上级投诉', 'unspecified:done'],
    ['我不想把事情闹到网上,你们自己看着办', 'social:threatened unspecified:threatened'],
  ])('%s', (text, expected) => expect(threats(text)).toBe(expected))
})

describe('several channels', () => {
  it.each([['再不解决我就找记者来曝光你们', 'media:threatened social:threatened']])('%s', (text, expected) =>
    expect(threats(text)).toBe(expected))
})

// Refused, reported, asked of others, old news, a channel in another role, the company's own account.
describe('no threat', () => {
  it.each([
    '我老公让我打12315,算了吧',
    '老公说发抖音,我说没必要',
    '前面那位大姐嚷着要打电视台',
    '书记您好,请教育局管一管补课',
    '卡被盗刷,我已经报警了',
    '烟雾报警器一直响',
    '业务员发到他朋友圈了',
    '本来都准备打12315了',
    '刷某音看到直播间便宜',
    '我不会去找媒体',
    '听说有人找了记者,我觉得没必要',
    '我在电视台看到你们的广告才买的',
    "I'm not going to the press over this",
    '我不会去曝光你们',
    '我在抖音上看到广告买的',
    '在小红书上被种草了这款面霜',
    '你们直播间说好包邮的',
    '关注公众号领的优惠券不能用',
    'I saw your ad on Facebook',
    '@某某家电官方客服 冰箱又坏了,请处理',
    '我没去黑猫投诉',
    '我不会去12315投诉的,只想换一台',
    '客服让我去打12315',
    '我是在工商银行办的卡',
    '随商品附有质检报告',
    '店员说你去12315告也没用',
    '我不打算起诉',
    '你们威胁说要起诉我',
    '催收说要报警抓我',
    '办了张联名信用卡',
    '我们不会去上访',
    '我在总部大楼一层的门店买的',
    '客户无升级意向',
    '客户表示暂无升级意向',
    '衣服质量不错,就是物流慢',
    '去年新闻上报道过你们家',
    '以前有人在微博曝光过你们',
    '劝大家别买',
    '我从来没有在网上曝光过谁,只希望你们修好',
    '本人是记者,出差住你们酒店',
    '网友说要去黑猫投诉',
    'I am a lawyer and I bought a kettle',
    'I have no intention of suing you',
    '朋友圈里有人说你们家不错',
    '前年你们被央视曝光过',
    '我没有报警,只是想要个说法',
    '邻居去年报过警',
    '听说有顾客在抖音曝光你们',
    '希望采取有效措施',
    '我没有去找媒体,也没有上网曝光',
    '他们天天打电话没完没了',
    '去年你们上过315晚会',
    '看到新闻里有人起诉你们',
    'I am not asking for head office to get involved',
    '下单的时候客服叫我发朋友圈集赞',
  ])('%s', (text) => expect(threats(text)).toBe(''))
})

describe('threats', () => {
  it('stand at their words in their clause, also where they are merely named', () => {
    const text = '东西坏了。我不会去找媒体,但我要打12315'
    const clauses = splitClauses(text)
    const found = read(text, clauses)
    expect(found.map((t) => [t.channel, t.stance])).toEqual([
      ['media', null],
      ['regulator', 'threatened'],
    ])
    for (const t of found) {
      expect(t.start).toBeGreaterThanOrEqual(clauses[t.clause]!.start)
      expect(t.end).toBeLessThanOrEqual(clauses[t.clause]!.end)
    }
    expect(text.slice(found[0]!.start, found[0]!.end)).toContain('媒体')
    expect(text.slice(found[1]!.start, found[1]!.end)).toContain('12315')
  })

  it('are read alike in traditional characters, full width and with marks between', () => {
    expect(threats('再不退款我就找記者')).toBe('media:threatened')
    expect(threats('不退钱我就打１２３１５')).toBe('regulator:threatened')
    expect(threats('我已经报\u200b警了')).toBe('legal:done')
  })

  it.each([
    '找记者',
    '我会',
    '向消协',
    '起诉。',
    '@',
    '采取',
    '通过网络、媒体、法院、',
  ])('take time in proportion to a text of %j', (unit) =>
    expect(growth((text) => read(text, splitClauses(text)), unit, 30)).toBeLessThan(40))
})
