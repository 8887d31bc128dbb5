import { describe, expect, it } from 'vitest'
import { startUnderTest } from '../support/logging-under-test.js'

const REPLICATES = 40

describe('weights', () => {
  it('add up to what was seen, without bias, with and without traces and while policies change', async () => {
    const differences: number[] = []
    for (let seed = 1; seed <= REPLICATES; seed++) {
      const test = await startUnderTest({}, { seed })
      let state = seed * 7_919
      const random = () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
        return state / 0x7fffffff
      }
      const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
      let weights = 0
      let spanContext = { traceId: hex(32), spanId: hex(16) }
      for (let i = 0; i < 4_000; i++) {
        if (i % 7 === 0) spanContext = { traceId: hex(32), spanId: hex(16) }
        const pattern = 'abcdefgh'[Math.floor(random() ** 3 * 8)]
        const decision = test.logging.sample({
          severityNumber: 9,
          body: `pattern ${pattern}x happened`,
          ...(i % 2 === 0 && { spanContext }),
        })
        weights += decision.weight
        test.clock.advance(3)
      }
      const { seen, unrepresented } = test.logging.stats()
      differences.push(weights - (seen - unrepresented))
      await test.close()
    }
    const mean = differences.reduce((a, b) => a + b, 0) / REPLICATES
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (REPLICATES - 1)
    expect(Math.abs(mean)).toBeLessThan(4.9 * Math.sqrt(variance / REPLICATES))
  })
})
