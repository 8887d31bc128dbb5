import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholeSteps } from '../../src/patterns/whole-steps.js'

test('a steady flow looks steady, whenever one looks', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom(60, 600, 3_600),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (count, step, over) => {
        const values = Array.from({ length: count }, (_, i) => step * Math.max(0, Math.min(1, over - i)))
        for (const value of wholeSteps(values, 0, step, over * step)) expect(value).toBeCloseTo(step, 6)
      },
    ),
  )
})

test('the step that is not over is shown from its half on', () => {
  expect(wholeSteps([10, 10, 3], 0, 60, 120 + 20)).toEqual([10, 10])
  expect(wholeSteps([10, 10, 5], 0, 60, 120 + 30)).toEqual([10, 10, 10])
  expect(wholeSteps([10, 10], 0, 60, 600)).toEqual([10, 10])
  expect(wholeSteps([], 0, 60, 600)).toEqual([])
  expect(wholeSteps([1], 600, 60, 0)).toEqual([])
})
