import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flightOf, isFlight, piecesOf, type RowPlace, rangeOf, topOf } from '../../src/parts/window-range.js'

const places = fc
  .record({
    count: fc.integer({ min: 101, max: 12_000 }),
    height: fc.integer({ min: 20, max: 120 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    isOpen: fc.boolean(),
    detail: fc.integer({ min: 0, max: 900 }),
  })
  .map(({ count, height, at, isOpen, detail }): RowPlace => {
    const opened = isOpen && count > 0 ? Math.min(count - 1, Math.floor(at * count)) : -1
    return { count, height, opened, detail: opened < 0 ? 0 : detail }
  })
const views = fc.record({ top: fc.integer({ min: -2_000, max: 1_500_000 }), view: fc.integer({ min: 0, max: 2_000 }) })
const heightOf = (place: RowPlace): number => place.count * place.height + (place.opened >= 0 ? place.detail : 0)

describe('a window of rows', () => {
  it('draws all of up to a hundred, to be found in the page and printed', () => {
    fc.assert(
      fc.property(places, fc.nat(100), views, (place, count, { top, view }) => {
        expect(rangeOf(top, top + view, { ...place, count, opened: -1 })).toEqual([0, count])
      }),
    )
  })

  it('draws every row of which something is seen, and few others', () => {
    fc.assert(
      fc.property(places, views, (place, { top, view }) => {
        const [first, end] = rangeOf(top, top + view, place)
        expect(first).toBeLessThanOrEqual(end)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(view / place.height) + 18)
        for (let row = Math.max(0, first - 3); row < Math.min(place.count, end + 3); row++) {
          const begins = topOf(row, place)
          const ends = begins + place.height + (row === place.opened ? place.detail : 0)
          if (ends > top && begins < top + view) expect(row >= first && row < end, `row ${row}`).toBe(true)
        }
      }),
    )
  })

  it('is as high as all rows together, whichever are drawn', () => {
    fc.assert(
      fc.property(places, views, fc.integer({ min: -1, max: 12_000 }), (place, { top, view }, stays) => {
        const pieces = piecesOf(rangeOf(top, top + view, place), stays, place)
        const sum = pieces.reduce(
          (all, piece) =>
            all +
            (piece.kind === 'gap' ? piece.height : place.height + (piece.index === place.opened ? place.detail : 0)),
          0,
        )
        expect(sum).toBe(heightOf(place))
      }),
    )
  })

  it('keeps the row that has the focus, and draws none twice, in order', () => {
    fc.assert(
      fc.property(places, views, fc.integer({ min: -1, max: 12_000 }), (place, { top, view }, stays) => {
        const rows = piecesOf(rangeOf(top, top + view, place), stays, place).flatMap((piece) =>
          piece.kind === 'row' ? [piece.index] : [],
        )
        expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b))
        if (stays >= 0 && stays < place.count) expect(rows).toContain(stays)
      }),
    )
  })

  it('draws every row that is seen while they fly past, and always as many, so that none has to be made', () => {
    fc.assert(
      fc.property(places, views, (place, { top, view }) => {
        const [seen, last] = rangeOf(top, top + view, place, 0)
        const [first, end] = flightOf(seen, view, place)
        expect(first).toBeLessThanOrEqual(seen)
        expect(end).toBeGreaterThanOrEqual(last)
        if (end < place.count) expect(end - first).toBe(Math.ceil(view / place.height) + 5)
      }),
    )
  })

  it.each([
    [100, 106, false],
    [100, 107, true],
    [107, 100, true],
    [0, 9_999, true],
    [5, 5, false],
  ])('from row %i to row %i in a frame flies: %s', (before, now, flies) => {
    expect(isFlight(before, now)).toBe(flies)
  })
})
