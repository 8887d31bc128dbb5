import { expect } from 'vitest'
import type { NewSession, StoredSession } from '../../src/store/contracts/sessions.js'
import { entryOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const HOUR = 3_600

/** Who logged in: every engine has to pass this. */
export function describeSessions(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, of sessions,`, start, (check) => {
    const sessionOf = (teamId: number, hash: string, rest: Partial<StoredSession> = {}): StoredSession => ({
      hash,
      teamId,
      keyId: 'k',
      createdAt: TEN,
      expiresAt: TEN + 12 * HOUR,
      idleUntil: TEN + HOUR,
      ...rest,
    })
    const begun = (session: StoredSession, rest: Partial<NewSession> = {}): NewSession => ({
      session,
      bounds: { perKey: 3, perTeam: 4 },
      entry: entryOf(session.teamId, { action: 'session.created' }),
      entryOfEnded: ({ hash }) => entryOf(session.teamId, { action: 'session.ended', reason: hash }),
      ...rest,
    })

    check('keeps a session as it was until it ends, once', async ({ store, team }) => {
      const session = sessionOf(team, 'h1')
      expect(await store.sessions.begin(begun(session))).toBe(true)
      expect(await store.sessions.find('h1')).toEqual(session)
      expect(await store.sessions.find('h2')).toBeUndefined()
      const ended = entryOf(team, { action: 'session.ended', reason: 'h1' })
      expect(await store.sessions.end('h1', ended)).toBe(true)
      expect(await store.sessions.end('h1', ended)).toBe(false)
      expect(await store.sessions.find('h1')).toBeUndefined()
      const entries = await store.audit.find(team, { actions: ['session'], limit: 10 })
      const others = await store.audit.find(team, { exceptActions: ['session'], limit: 100 })
      expect(others.filter(({ action }) => action.startsWith('session.'))).toEqual([])
      expect(entries.map(({ action }) => action)).toEqual(['session.ended', 'session.created'])
    })

    check('writes later uses only, and none of what has ended', async ({ store }) => {
      const team = await store.keys.ensureTeam('uses', TEN)
      await store.sessions.begin(begun(sessionOf(team, 'u1')))
      const use = (idleUntil: number) =>
        store.sessions.used([
          { hash: 'u1', idleUntil },
          { hash: 'gone', idleUntil },
        ])
      await use(TEN + 2 * HOUR)
      await use(TEN + HOUR)
      expect(await store.sessions.find('u1')).toMatchObject({ idleUntil: TEN + 2 * HOUR })
      expect(await store.sessions.find('gone')).toBeUndefined()
    })

    check('ends those that were not used for longest beyond a bound, never the new one', async ({ store }) => {
      const team = await store.keys.ensureTeam('bounds', TEN)
      const begin = (hash: string, keyId: string, idle: number) =>
        store.sessions.begin(begun(sessionOf(team, hash, { keyId, idleUntil: TEN + idle })))
      const there = async () => {
        const hashes = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']
        const found = await Promise.all(hashes.map((hash) => store.sessions.find(hash)))
        return found.flatMap((session) => (session === undefined ? [] : [session.hash]))
      }
      await begin('b1', 'k', 20)
      await begin('b2', 'k', 10)
      await begin('b3', 'k', 30)
      // By the clock of a replica that is late.
      await begin('b4', 'k', 1)
      expect(await there()).toEqual(['b1', 'b3', 'b4'])
      await begin('b5', 'other', 5)
      expect(await there()).toEqual(['b1', 'b3', 'b4', 'b5'])
      await begin('b6', 'other', 5)
      expect(await there()).toEqual(['b1', 'b3', 'b5', 'b6'])
      const ended = await store.audit.find(team, { actions: ['session.ended'], limit: 10 })
      expect(ended.map(({ reason }) => reason)).toEqual(['b4', 'b2'])
    })

    check('takes a code once, before it is over, together with the session', async ({ store, team }) => {
      const code = { hash: 'c1', teamId: team, keyId: 'k', expiresAt: TEN + 300 }
      await store.sessions.addCode(code, entryOf(team))
      expect(await store.sessions.findCode('c1', TEN + 299)).toEqual(code)
      expect(await store.sessions.findCode('c1', TEN + 300)).toBeUndefined()
      expect(await store.sessions.findCode('c2', TEN)).toBeUndefined()
      const late = begun(sessionOf(team, 's0', { createdAt: TEN + 300 }), { code: 'c1' })
      expect(await store.sessions.begin(late)).toBe(false)
      const tries = ['s1', 's2', 's3'].map((hash) => store.sessions.begin(begun(sessionOf(team, hash), { code: 'c1' })))
      expect((await Promise.all(tries)).toSorted()).toEqual([false, false, true])
      const found = await Promise.all(['s0', 's1', 's2', 's3'].map((hash) => store.sessions.find(hash)))
      expect(found.filter((session) => session !== undefined)).toHaveLength(1)
      expect(await store.sessions.findCode('c1', TEN)).toBeUndefined()
    })

    check('lets go of what is over', async ({ store }) => {
      const team = await store.keys.ensureTeam('over', TEN)
      await store.sessions.begin(begun(sessionOf(team, 'o1', { expiresAt: TEN + 60 })))
      await store.sessions.begin(begun(sessionOf(team, 'o2', { idleUntil: TEN + 60 })))
      await store.sessions.begin(begun(sessionOf(team, 'o3')))
      await store.sessions.addCode({ hash: 'o4', teamId: team, keyId: 'k', expiresAt: TEN + 60 }, entryOf(team))
      await store.maintain(TEN + 60)
      const there = async () => Promise.all(['o1', 'o2', 'o3'].map((hash) => store.sessions.find(hash)))
      expect((await there()).map((session) => session?.hash)).toEqual([undefined, 'o2', 'o3'])
      // Another replica may write within a minute that it was used.
      await store.maintain(TEN + 60 + 120)
      expect((await there()).map((session) => session?.hash)).toEqual([undefined, undefined, 'o3'])
      expect(await store.sessions.findCode('o4', TEN)).toBeUndefined()
    })
  })
}
