import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BREAKER_CALLS, pausedUntil } from '../../src/llm/breaker.js'
import type { CallOutcome } from '../../src/store/contracts/models.js'

const AT = 1_000_000
const calls = (...outcomes: string[]): CallOutcome[] =>
  outcomes.map((outcome, i) => ({ at: AT - 60 * i, ms: 1, outcome, judged: '' }))
const failures = (many: number, ...before: string[]) => calls(...Array<string>(many).fill('timeout'), ...before)

describe('a model that fails', () => {
  it('is asked on until it has failed five times in a row', () => {
    for (let many = 0; many < 5; many++) expect(pausedUntil(failures(many))).toBeUndefined()
    expect(pausedUntil(failures(4, 'answered', 'cut-off', 'cut-off'))).toBeUndefined()
    expect(pausedUntil([])).toBeUndefined()
  })

  it.each([
    [5, 600],
    [6, 1_200],
    [7, 2_400],
    [8, 4_800],
    [9, 9_600],
    [10, 19_200],
    [11, 21_600],
    [12, 21_600],
  ])('is left alone after %i failures for %i seconds, since the last of them', (many, seconds) => {
    expect(pausedUntil(failures(many, 'answered'))).toBe(AT + seconds)
  })

  it('is as well known from the calls that are looked at as from all of them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('answered', 'timeout', 'malformed'), { maxLength: 60 }), (outcomes) => {
        const all = calls(...outcomes)
        expect(pausedUntil(all.slice(0, BREAKER_CALLS))).toBe(pausedUntil(all))
      }),
    )
  })
})
