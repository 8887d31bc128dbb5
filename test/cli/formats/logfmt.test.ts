import { describe, expect, it } from 'vitest'
import { logfmtMillis } from '../../../src/cli/formats/logfmt.js'
import { TODAY } from '../support/read-text.js'

const ISO = new Date(TODAY).toISOString()

describe('the time of a line of logfmt', () => {
  it.each([
    ['ts, first', `ts=${ISO} level=info msg=ready`],
    ['time in quotes', `time="${ISO}" level=info msg=ready`],
    ['timestamp behind others', `level=info logger=shop timestamp=${ISO} msg="order placed"`],
    ['seconds', `t=${TODAY / 1_000} lvl=eror msg=failed`],
    ['milliseconds', `ts=${TODAY} msg=ready`],
    ['an empty value before it', `caller= ts=${ISO}`],
  ])('is read: %s', (_, line) => {
    expect(logfmtMillis(line)).toBe(TODAY)
  })

  it.each([
    ['none is said', 'level=info msg=ready'],
    ['it is in a text in quotes', `level=info msg="came at ts=${ISO}"`],
    ['it is behind what is no pair', `level=info said by ts=${ISO}`],
    ['it is far behind', `a=1 b=2 c=3 d=4 e=5 f=6 ts=${ISO}`],
    ['it is none', 'ts=soon level=info'],
  ])('is unknown where %s', (_, line) => {
    expect(logfmtMillis(line)).toBeUndefined()
  })
})
