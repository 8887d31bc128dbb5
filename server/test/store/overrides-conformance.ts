import fc from 'fast-check'
import { expect } from 'vitest'
import type { StoredOverride } from '../../src/store/contracts/overrides.js'
import { entryOf, signatureOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const CHECKS = ['', 'a'.repeat(16), 'b'.repeat(16)] as const
/** Writers that come at the same time, several times after each other. */
const writer = fc.record({
  check: fc.constantFrom(...CHECKS),
  signature: fc.integer({ min: 1, max: 2 }).map(signatureOf),
  kind: fc.constantFrom('lock', 'lock', 'lock', 'exemption'),
  by: fc.constantFrom('set', 'set where there is none', 'setAll'),
  seconds: fc.constantFrom(undefined, 1, 2),
})
const rounds = fc.array(fc.array(writer, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 })

/** What holds of overrides, whoever sets them: every engine has to pass this. */
export function describeOverrides(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, of overrides,`, start, (check) => {
    check(
      'has one lock of a signature in force, whoever sets which, and tells each whether it is theirs',
      async (on) => {
        const { store, team, newService } = on
        await fc.assert(
          fc.asyncProperty(rounds, async (all) => {
            const { service } = await newService()
            let written = 0
            for (const [second, writers] of all.entries()) {
              const now = TEN + second
              const before = await store.overrides.list(team, service, now)
              const answers = await Promise.all(
                writers.map(async ({ by, seconds, ...rest }, i) => {
                  const expiresAt = seconds && now + seconds
                  const key = { teamId: team, service, ...rest, rate: i / 10 }
                  const override: StoredOverride = { ...key, reason: 'r', createdAt: now, createdBy: `${i}`, expiresAt }
                  const entry = entryOf(team, { service })
                  const put =
                    by === 'setAll'
                      ? await store.overrides.setAll([override], undefined, [entry])
                      : await store.overrides.set(override, entry, by === 'set' ? undefined : 0)
                  return { override, put }
                }),
              )
              const inForce = await store.overrides.list(team, service, now)
              const locks = inForce.filter(({ kind }) => kind === 'lock')
              expect(new Set(locks.map(({ signature }) => signature)).size).toBe(locks.length)
              const done = answers.filter(({ put }) => put.kind === 'set')
              written += done.length
              for (const one of inForce) {
                const isOld = before.some((old) => isSame(old, one) && old.createdAt === one.createdAt)
                expect(isOld || done.some(({ override }) => isSame(override, one))).toBe(true)
              }
              for (const { override, put } of answers) {
                if (put.kind === 'locked') expect(put.by.check).not.toBe(override.check)
                // Refused for the sake of one that is in force.
                if (put.kind !== 'set')
                  expect(inForce.some(({ signature }) => signature === override.signature)).toBe(true)
              }
            }
            expect(await store.audit.list(team, service, 100)).toHaveLength(written)
          }),
          { numRuns: 25 },
        )
      },
    )

    check('sets none of several where one of them is a second lock', async ({ store, team, newService }) => {
      const { service } = await newService()
      const lock: StoredOverride = {
        teamId: team,
        service,
        signature: signatureOf(1),
        check: '',
        kind: 'lock',
        rate: 0.5,
        reason: 'r',
        createdAt: TEN,
        createdBy: 'k',
        expiresAt: TEN + 60,
      }
      const entry = entryOf(team, { service })
      await store.overrides.set(lock, entry)
      const second = { ...lock, check: CHECKS[1], expiresAt: undefined }
      const exemption = { ...lock, kind: 'exemption', signature: signatureOf(0) } as const
      const all = (createdAt: number) =>
        store.overrides.setAll([exemption, { ...second, createdAt }], undefined, [entry, entry])
      expect(await all(TEN + 59)).toEqual({ kind: 'locked', by: lock })
      expect(await store.overrides.list(team, service, TEN)).toEqual([lock])
      expect(await all(TEN + 60)).toEqual({ kind: 'set' })
      expect(await store.overrides.list(team, service, TEN + 60)).toEqual([{ ...second, createdAt: TEN + 60 }])
      expect(await store.audit.list(team, service, 10)).toHaveLength(3)
    })
  })
}

function isSame(a: StoredOverride, b: StoredOverride): boolean {
  return a.signature === b.signature && a.check === b.check && a.kind === b.kind && a.createdBy === b.createdBy
}
