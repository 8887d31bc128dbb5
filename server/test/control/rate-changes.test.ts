import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRateChanges } from '../../src/control/rate-changes.js'
import type { StoredPolicy } from '../../src/store/store.js'

const DAY = 86_400
const MIDNIGHT = 20_000 * DAY
const SERVICE = { id: 1, teamId: 1, name: 'shop', firstSeen: 0, lastSeen: 0 }

const version = fc.record({
  /** Seconds since the one before. */
  after: fc.integer({ min: 60, max: DAY / 3 }),
  /** Whether it came into force. */
  isActive: fc.boolean(),
  rates: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(0.1, 0.5, 1)),
})

/** The versions of one service, in memory. */
class Versions {
  readonly all: StoredPolicy[] = []

  async summaries() {
    return this.all.map(({ document: _, ...summary }) => summary).toReversed()
  }

  async find(_team: number, _service: string, wanted: number) {
    return this.all.find((one) => one.version === wanted)
  }
}

it('a new leader knows of the changes of the day what the one before has counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 12 }), async (made) => {
      const versions = new Versions()
      const before = createRateChanges(versions)
      let at = MIDNIGHT
      let inForce: Readonly<Record<string, number>> | undefined
      for (const [i, { after, isActive, rates }] of made.entries()) {
        at += after
        const known = await before.of(SERVICE, at)
        expect(known.versions).toBeLessThanOrEqual(i)
        const policy = { version: i + 1, stage: isActive ? 'active' : 'rejected', stageAt: at } as const
        versions.all.push({ ...policy, document: JSON.stringify({ pattern_rates: rates }) } as StoredPolicy)
        if (!isActive) continue
        // The first that there is replaces none.
        before.add(SERVICE, inForce ?? rates, rates)
        inForce = rates
      }
      const [counted, read] = [await before.of(SERVICE, at), await createRateChanges(versions).of(SERVICE, at)]
      expect(read.versions).toBe(counted.versions)
      expect(new Map([...read.rates].toSorted())).toEqual(new Map([...counted.rates].toSorted()))
    }),
    { numRuns: 200 },
  )
})
