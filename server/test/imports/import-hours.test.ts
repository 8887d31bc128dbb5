import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ImportedHour, importHours } from '../../src/imports/import-hours.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { pendingOf, patternOf as reportedPattern, signatureOf, TEN } from '../support/reports.js'

const HOUR = 3_600
const ENTRY = { at: TEN, actor: 'k', action: 'past.imported', service: 's', reason: '' }

const hourOf = (hour: number, counts: readonly number[]): ImportedHour => ({
  hour,
  patterns: counts.map((seen, i) => ({
    signature: signatureOf(i + 1),
    check: 'c'.repeat(16),
    template: `thing ${i} happened`,
    severity: 'INFO',
    seen,
    kept: seen,
    bytes: seen * 100,
    keptBytes: seen * 100,
    errors: 0,
  })),
})

async function opened() {
  const store = await openMemoryStore()
  const teamId = await store.keys.ensureTeam('t', TEN)
  const serviceId = (await store.services.ensure(teamId, 's', TEN, 1))!
  const run = (importId: string, hours: readonly ImportedHour[], now = TEN) =>
    importHours(store, { serviceId, importId, hours, now, entry: { ...ENTRY, teamId } })
  const seenIn = async (step: 'minute' | 'hour' | 'day') =>
    (await store.counters.timeline(serviceId, undefined, step, { from: TEN - 50 * HOUR, to: TEN })).reduce(
      (sum, { seen }) => sum + seen,
      0,
    )
  return { store, teamId, serviceId, run, seenIn }
}

describe('hours that are imported', () => {
  it('count once, however often and in whatever parts an import is repeated', async () => {
    const all = [2, 3, 4].map((ago) => hourOf(TEN - ago * HOUR, [60 * ago, 7]))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.subarray(all, { minLength: 1 }), { minLength: 1, maxLength: 4 }), async (parts) => {
        const { store, run, seenIn } = await opened()
        const wanted = new Set(parts.flat())
        for (const part of [...parts, [...wanted]]) await run('import-1', part)
        const total = [...wanted].reduce((sum, { patterns }) => patterns.reduce((a, { seen }) => a + seen, sum), 0)
        for (const step of ['minute', 'hour', 'day'] as const) expect(await seenIn(step)).toBe(total)
        const again = await run('import-1', [...wanted])
        expect(again.every(({ end, records }) => end === 'repeated' && records === 0)).toBe(true)
        // Another import does not add to them.
        expect((await run('import-2', [...wanted])).every(({ end }) => end === 'imported')).toBe(true)
        expect(await seenIn('minute')).toBe(total)
        await store.close()
      }),
      { numRuns: 6 },
    )
  })

  it('leave alone what instances reported, what is too old and what is not over', async () => {
    const { store, serviceId, run, seenIn } = await opened()
    const pattern = reportedPattern(serviceId, 1)
    await store.counters.add([pendingOf([pattern], { at: TEN - 2 * HOUR + 60 })], [pattern])
    const before = await seenIn('minute')
    const ends = await run('import-1', [
      hourOf(TEN - 2 * HOUR, [5]),
      hourOf(TEN - 3 * HOUR, [60]),
      hourOf(TEN - 49 * HOUR, [5]),
      hourOf(TEN - HOUR, [5]),
      hourOf(TEN, [5]),
    ])
    expect(ends.map(({ end }) => end)).toEqual(['reported', 'added', 'too_old', 'too_recent', 'too_recent'])
    expect(await seenIn('minute')).toBe(before + 60)
    // What was not added may still be, once it is over.
    expect((await run('import-1', [hourOf(TEN - HOUR, [5])], TEN + 15 * 60)).map(({ end }) => end)).toEqual(['added'])
    await store.close()
  })
})
