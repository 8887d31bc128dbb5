import { describe, expect, it } from 'vitest'
import { createLastResort } from '../../src/delivery/last-resort.js'
import { ManualClock } from '../../src/testing.js'

describe('the last resort', () => {
  const start = () => {
    const clock = new ManualClock()
    const lines: string[] = []
    return { clock, lines, lastResort: createLastResort(clock.monotonic, (line) => lines.push(line)) }
  }

  it('says an error in one line that no terminal can be hurt by', () => {
    const { lines, lastResort } = start()
    lastResort.say(() => ({ body: 'first\nsecond \x1b[31mred\x07' }))
    lastResort.say(() => ({ body: new Error('thrown') }))
    expect(lines).toEqual([
      'lipservice: an error could not be kept: "first\\nsecond \\u001b[31mred\\u0007"\n',
      'lipservice: an error could not be kept: "thrown"\n',
    ])
  })

  it('says ten a second at most', () => {
    const { clock, lines, lastResort } = start()
    for (let i = 0; i < 100; i++) lastResort.say(() => ({ body: `error ${i}` }))
    expect(lines).toHaveLength(10)
    clock.advance(1_000)
    lastResort.say(() => ({ body: 'later' }))
    expect(lines).toHaveLength(11)
  })

  it('says something short of what is long or cannot be read', () => {
    const { lines, lastResort } = start()
    lastResort.say(() => ({ body: 'x'.repeat(10_000) }))
    lastResort.say(() => {
      throw new Error('bad line')
    })
    lastResort.say(() => ({ body: { toString: null } }))
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(line.length).toBeLessThan(700)
  })
})
