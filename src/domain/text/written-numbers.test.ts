import { describe, expect, it } from 'vitest'
import { writtenNumbers } from './written-numbers.ts'

describe('numbers in digits', () => {
  it.each([
    ['打了三次,等了十五天', '打了3次,等了15天'],
    ['两百九十九元', '299元'],
    ['壹万贰仟圆', '12000元'],
    ['一万五千块', '15000块'],
    ['万元,数千元,上百块', '1万元,数1千元,上1百块'],
    ['八五折,三折', '85折,3折'],
    ['百分之三十,百分百', '百分之30,100%'],
    ['一个工作日内,一天后,半小时', '1个工作日内,1天后,0.5小时'],
    ['十分钟', '10分钟'],
    ['十一月二十二日', '11月22日'],
    ['fifty thousand and three hundred', '50300'],
    ['two hundred and fifty', '250'],
    ['twenty-four hours, a hundred pounds', '24 hours, a 100 pounds'],
    ['within one working day, in a week', 'within 1 working day, in 1 week'],
    ['two three times', '2 3 times'],
    ['half the fare, twice', '0.5 the fare, 2'],
  ])('%s', (text, digits) => {
    expect(writtenNumbers(text)).toBe(digits)
  })

  it.each([
    '一次,一直,第一时间',
    '这一天,每一年',
    '一块处理',
    'no one else',
    'one of us',
    '3万元',
    '2百万',
  ])('leaves alone: %s', (text) => {
    expect(writtenNumbers(text)).toBe(text)
  })

  it('counts nothing in words that only look like numbers', () => {
    expect(writtenNumbers('万一十分着急,再三道歉')).not.toMatch(/\d|十|万/u)
  })
})
