import { Migrator } from 'kysely/migration'
import type { EpochSeconds } from '../internal/clock.js'
import { createAuditStore } from './audit-store.js'
import { createBudgetStore } from './budget-store.js'
import { createCounterStore } from './counter-store.js'
import type { Engine } from './engine.js'
import { createFamilyStore } from './family-store.js'
import { createIncidentStore } from './incident-store.js'
import { forgetInstances } from './instance-rows.js'
import { createKeyStore } from './key-store.js'
import { maintainCounters } from './maintenance.js'
import { type Flavour, migrationsFor } from './migrations.js'
import { createModelStore } from './model-store.js'
import { createNoticeStore } from './notice-store.js'
import { createOverrideStore } from './override-store.js'
import { createPatternStore } from './pattern-store.js'
import { createPolicyStore } from './policy-store.js'
import { openPostgres, POSTGRES } from './postgres.js'
import { createPostHogStore } from './posthog-store.js'
import { createProbe } from './probe.js'
import { createPulseStore } from './pulse-store.js'
import { removeLeftovers } from './removed-services.js'
import { createServiceStore } from './service-store.js'
import { createServiceSumsStore } from './service-sums-store.js'
import { createSessionStore } from './session-store.js'
import { openSqlite, SQLITE } from './sqlite.js'
import { createStandingStore } from './standing-store.js'
import type { Store } from './store.js'
import { SECONDS } from './tables.js'
import { createTeamStore } from './team-store.js'
import { createTrendStore } from './trend-store.js'
import { createWebhookStore } from './webhook-store.js'

const ADJUSTMENT_RETENTION_SECONDS = 7 * SECONDS.day

export interface StoreOptions {
  /** `postgres://…`, or a path of an SQLite file. */
  readonly database: string
  /** Connections to Postgres at most. */
  readonly connections: number
  /** Whether an SQLite file is for this process alone. Default: no. */
  readonly exclusive?: boolean
  readonly onError: (error: Error) => void
}

/** Opens the database and brings its schema up to date. @throws when it cannot be reached or migrated */
export async function openStore({ database, connections, exclusive = false, onError }: StoreOptions): Promise<Store> {
  const isPostgres = /^postgres(ql)?:\/\//.test(database)
  const engine = isPostgres
    ? openPostgres({ url: database, connections, onError })
    : openSqlite({ file: database, exclusive })
  try {
    await migrate(engine, isPostgres ? POSTGRES : SQLITE)
  } catch (error) {
    await engine.close()
    throw error
  }
  return storeOn(engine)
}

/** Returns the store of a database whose schema is up to date. */
export function storeOn(engine: Engine): Store {
  const policies = createPolicyStore(engine)
  const sessions = createSessionStore(engine)
  const models = createModelStore(engine)
  const probe = createProbe(engine)
  let instancesForgottenAt: EpochSeconds = 0
  return {
    keys: createKeyStore(engine),
    teams: createTeamStore(engine),
    sessions,
    services: createServiceStore(engine),
    sums: createServiceSumsStore(engine),
    standings: createStandingStore(engine),
    counters: createCounterStore(engine),
    patterns: createPatternStore(engine),
    families: createFamilyStore(engine),
    trends: createTrendStore(engine),
    policies,
    budgets: createBudgetStore(engine),
    overrides: createOverrideStore(engine),
    incidents: createIncidentStore(engine),
    webhooks: createWebhookStore(engine),
    posthog: createPostHogStore(engine),
    notices: createNoticeStore(engine),
    models,
    audit: createAuditStore(engine),
    pulse: createPulseStore(engine),
    probe: (now) => probe.write(now),
    async maintain(now) {
      await maintainCounters(engine, now)
      if (now - instancesForgottenAt >= SECONDS.hour) {
        await forgetInstances(engine.db, now)
        instancesForgottenAt = now
      }
      await removeLeftovers(engine.db, now)
      await policies.forgetAdjustments(now - ADJUSTMENT_RETENTION_SECONDS)
      await sessions.forget(now)
      await models.forget(now)
      await probe.forgetOthers(now)
    },
    lead: () => engine.lead(),
    async close() {
      await probe.forget()
      await engine.close()
    },
  }
}

export async function migrate(engine: Engine, flavour: Flavour): Promise<void> {
  const { error } = await new Migrator({ db: engine.db, provider: migrationsFor(flavour) }).migrateToLatest()
  if (error !== undefined) throw error
}
