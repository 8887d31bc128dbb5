import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paceAt } from '../../src/control/version-pace.js'
import { TEN } from '../support/reports.js'

const DAY = 86_400
const MINUTE = 60
const midnight = Math.floor(TEN / DAY) * DAY

/** Versions of a day in which changes of a kind are wanted at these minutes, each until it is published. */
function versionsOf(wantedAt: ReadonlySet<number>, kind: 'takesUrgent' | 'takesGuarantees'): number[] {
  const made: number[] = []
  let last = midnight - DAY
  let isWanted = false
  for (let minute = 0; minute < 1_440; minute++) {
    const now = midnight + minute * MINUTE
    isWanted ||= wantedAt.has(minute)
    const pace = paceAt({ now, age: now - last, versionsToday: made.length, reviseSeconds: 300 })
    // What may wait is never taken where urgent things are not.
    if (!pace.takesUrgent) expect(pace.due).toBe('not yet')
    if (!isWanted || !pace[kind]) continue
    made.push(minute)
    last = now
    isWanted = false
  }
  return made
}

const minutes = fc.uniqueArray(fc.nat({ max: 1_439 }), { maxLength: 1_440 }).map((all) => new Set(all))
const ALL = new Set(Array.from({ length: 1_440 }, (_, i) => i))

it('a day has 24 versions at most for what is urgent or can wait, whenever it is wanted', () => {
  fc.assert(
    fc.property(minutes, (wantedAt) => {
      expect(versionsOf(wantedAt, 'takesUrgent').length).toBeLessThanOrEqual(24)
    }),
  )
  expect(versionsOf(ALL, 'takesUrgent')).toHaveLength(24)
})

it('the first of a day wait for nothing, the rest come evenly, two hours apart at most', () => {
  const made = versionsOf(ALL, 'takesUrgent')
  expect(made.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, i) => i))
  for (const [i, minute] of made.entries())
    if (i >= 12) expect(minute - made[i - 1]!).toBeLessThanOrEqual(Math.ceil(1_440 / 12))
})

it('what guarantees something waits for half an hour at most, and for nothing on most days', () => {
  const made = versionsOf(ALL, 'takesGuarantees')
  expect(made.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, i) => i))
  for (const [i, minute] of made.entries()) if (i > 0) expect(minute - made[i - 1]!).toBeLessThanOrEqual(30)
  expect(made.length).toBeLessThanOrEqual(12 + 48)
})
