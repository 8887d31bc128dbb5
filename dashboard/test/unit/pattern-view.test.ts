import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLASSES,
  isNarrowed,
  ONLY,
  type PatternView,
  paramsOf,
  queryOf,
  SEVERITIES,
  SORTS,
  type Sort,
  sortedBy,
  viewOf,
} from '../../src/patterns/pattern-view.js'

const sorts = Object.keys(SORTS) as Sort[]
const views: fc.Arbitrary<PatternView> = fc.record({
  q: fc.string({ maxLength: 200, unit: 'binary' }),
  classes: fc.subarray([...CLASSES]),
  severities: fc.subarray([...SEVERITIES]),
  only: fc.option(fc.constantFrom(...ONLY), { nil: undefined }),
  sort: fc.constantFrom(...sorts),
  down: fc.boolean(),
})
const addressOf = (view: PatternView): URLSearchParams => {
  const params = new URLSearchParams()
  for (const [name, text] of Object.entries(paramsOf(view))) if (text !== undefined) params.set(name, text)
  return new URLSearchParams(params.toString())
}

describe('what an address says of a table of patterns', () => {
  it('is the view it was made of', () => {
    // A search of halves of characters is no text: no address keeps it.
    const wellFormed = views.map((view) => ({ ...view, q: view.q.toWellFormed() }))
    fc.assert(
      fc.property(wellFormed, (view) => {
        expect(viewOf(addressOf(view))).toEqual(view)
      }),
    )
  })

  it('is nothing for the usual view', () => {
    expect([...addressOf(viewOf(new URLSearchParams()))]).toEqual([])
    expect(isNarrowed(viewOf(new URLSearchParams()))).toBe(false)
  })

  it('is read whatever somebody wrote into it', () => {
    const words = fc.constantFrom('q', 'class', 'severity', 'only', 'sort', 'pattern')
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.string())), (pairs) => {
        const view = viewOf(new URLSearchParams(pairs))
        expect(sorts).toContain(view.sort)
        expect(viewOf(addressOf(view))).toEqual(view)
      }),
    )
    expect(viewOf(new URLSearchParams('class=nonsense,error&only=all&sort=constructor'))).toMatchObject({
      classes: ['error'],
      only: undefined,
      sort: 'cost',
    })
  })

  it('is turned round by the second click on a column', () => {
    const view = viewOf(new URLSearchParams())
    expect(sortedBy(view, 'saved')).toMatchObject({ sort: 'saved', down: true })
    expect(sortedBy(sortedBy(view, 'saved'), 'saved')).toMatchObject({ sort: 'saved', down: false })
    expect(sortedBy(view, 'pattern')).toMatchObject({ sort: 'pattern', down: false })
  })

  it('asks the server by its own names', () => {
    const view = viewOf(new URLSearchParams('q=cart&class=debug,error&only=new&sort=-rate'))
    expect(queryOf(view, 1_000_000.7)).toEqual({
      search: 'cart',
      class: 'error,debug',
      new_since: 1_000_000 - 3 * 86_400,
      sort: 'rate',
      order: 'asc',
    })
    expect(queryOf(viewOf(new URLSearchParams('only=fixed')), 0)).toMatchObject({ only: 'fixed' })
  })
})
