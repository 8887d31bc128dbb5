import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest'
import { openStore } from '../../src/store/open-store.js'
import type { Store } from '../../src/store/store.js'
import { TEN } from '../support/reports.js'
import type { Database, StartDatabase } from './databases.js'

/** An open store on a database of its own; there once a test runs. */
export interface StoreUnderTest {
  readonly database: Database
  readonly store: Store
  /** Id of a team. */
  readonly team: number
  /** A service of the team that no other test knows. */
  newService(): Promise<{ readonly service: string; readonly id: number }>
}

export type Check = (title: string, body: (under: StoreUnderTest) => Promise<void>) => void

/** Runs checks on a store that all of them share; they are skipped where there is no database. */
export function describeOn(title: string, start: StartDatabase, checks: (check: Check) => void): void {
  describe(title, () => {
    let under: StoreUnderTest | { readonly missing: string }
    beforeAll(async () => {
      const database = await start()
      if ('missing' in database) {
        under = database
        return
      }
      const store = await openStore({ database: database.url, connections: 5, onError: () => {} })
      const team = await store.keys.ensureTeam('a', TEN)
      let services = 0
      under = {
        database,
        store,
        team,
        async newService() {
          const service = `service-${services++}`
          return { service, id: (await store.services.ensure(team, service, TEN, 1_000))! }
        },
      }
    }, 120_000)
    afterAll(async () => {
      if ('missing' in under) return
      await under.store.close()
      await under.database.remove()
    })
    checks((name, body) => {
      it(name, async (context: TestContext) => {
        if ('missing' in under) return context.skip(under.missing)
        await body(under)
      })
    })
  })
}
