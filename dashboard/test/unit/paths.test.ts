import fc from 'fast-check'
import { expect, test } from 'vitest'
import { geometryOf, stepAt } from '../../src/charts/geometry.js'
import { marksNear } from '../../src/charts/lane.js'
import { pathsOf, runsOf } from '../../src/charts/paths.js'
import type { Series } from '../../src/charts/series.js'
import { sparkPaths, thinned } from '../../src/charts/sparkline.js'

const span = { from: 0, step: 60, count: 5 }
const series = (kind: Series['kind'], values: (number | null)[]): Series => ({
  key: 'sent',
  label: 'Sent',
  kind,
  values,
})
const geometry = geometryOf({
  width: 100 + 14,
  height: 128,
  span,
  series: [series('area', [10, 0, 0, 0, 0])],
  axis: () => '1',
})

test('runs are what lies between gaps: together with the gaps they are all steps', () => {
  expect(runsOf([null, 1, 2, null, null, 3])).toEqual([
    [1, 3],
    [5, 6],
  ])
  expect(runsOf([])).toEqual([])
  expect(runsOf([0])).toEqual([[0, 1]])
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), (values) => {
      const inRuns = new Set(runsOf(values).flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i)))
      for (const [i, value] of values.entries()) expect(inRuns.has(i)).toBe(value !== null)
    }),
  )
})

test('a gap is not drawn over: each run is a line and an area of its own', () => {
  const { line, area } = pathsOf(series('area', [10, 10, null, 5, 5]), span, geometry)
  expect(line).toBe(
    'M24.0,18.0L44.0,18.0M84.0,58.0L104.0,58.0'
      .replaceAll('18.0', geometry.y(10).toFixed(1))
      .replaceAll('58.0', geometry.y(5).toFixed(1)),
  )
  expect(area.match(/M/g)).toHaveLength(2)
  expect(area.match(/Z/g)).toHaveLength(2)
  expect(area).not.toContain('NaN')
})

test('a value between two gaps is seen, and steps stand for all of their time', () => {
  expect(pathsOf(series('line', [null, 5, null]), { ...span, count: 3 }, geometry).line).toMatch(
    /^M[\d.]+,[\d.]+h0\.1$/,
  )
  const { line, area } = pathsOf(series('step', [5, null, null, null, 5]), span, geometry)
  expect(line).toBe(`M14.0,${geometry.y(5).toFixed(1)}H34.0M94.0,${geometry.y(5).toFixed(1)}H114.0`)
  expect(area).toBe('')
})

test('every place of the drawing belongs to a step, and its middle to the same one', () => {
  const five = [0, 1, 2, 3, 4]
  expect(five.map((i) => stepAt(geometry.x(i * 60 + 30), geometry, span))).toEqual(five)
  expect(stepAt(-50, geometry, span)).toBe(0)
  expect(stepAt(9_999, geometry, span)).toBe(4)
})

test('the box of a step names what goes on then', () => {
  const marks = [
    { at: 70, until: 200, kind: 'incident', label: 'incident' },
    { at: 130, kind: 'person', label: 'person' },
  ] as const
  const wide = geometryOf({ width: 1_000, height: 128, span, series: [], axis: () => '1' })
  expect([0, 1, 2, 3, 4].map((i) => marksNear(marks, i, span, wide).map((one) => one.label))).toEqual([
    [],
    ['incident'],
    ['incident', 'person'],
    ['incident'],
    [],
  ])
})

test('a small line is of the scale of both, and thinning keeps the sum', () => {
  const [seen, kept] = sparkPaths([0, 10], [0, 5], 100, 23)
  expect(seen).toBe('M0.0,22.0L100.0,2.0')
  expect(kept).toBe('M0.0,22.0L100.0,12.0')
  expect(sparkPaths([], undefined, 100, 23)).toEqual(['', undefined])
  expect(thinned([1, 3, 5, 7, 9], 3)).toEqual([2, 6, 9])
})
