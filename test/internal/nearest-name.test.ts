import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearestName } from '../../src/internal/nearest-name.js'

const NAMES = ['BUDGET', 'BUDGET_SHARE', 'API_KEY', 'URL', 'SPOOL_DIR']
const name = fc.constantFrom(...NAMES)

describe('the nearest name', () => {
  it('is the name itself', () => {
    fc.assert(fc.property(name, (given) => nearestName(given, NAMES) === given))
  })

  it('is found with a letter left out, or two swapped', () => {
    fc.assert(
      fc.property(fc.constantFrom('BUDGET', 'SPOOL_DIR', 'API_KEY'), fc.nat(), (given, at) => {
        const i = at % (given.length - 1)
        expect(nearestName(given.slice(0, i) + given.slice(i + 1), NAMES)).toBe(given)
        expect(nearestName(given.slice(0, i) + given[i + 1] + given[i] + given.slice(i + 2), NAMES)).toBe(given)
      }),
    )
  })

  it('is none for what is like none, or too long to be one', () => {
    expect(nearestName('QQXJ', NAMES)).toBe(undefined)
    expect(nearestName('BUDGET'.repeat(100), NAMES)).toBe(undefined)
  })
})
