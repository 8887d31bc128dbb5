import { type Kysely, sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

type Db = Kysely<unknown>

/** What the engines write differently. */
export interface Flavour {
  /** Definition of a key that counts itself up. */
  readonly serial: string
  /** At the end of a table that is read by its primary key alone. */
  readonly byKey: string
  /** At the end of a table whose old buckets are dropped as a whole. */
  readonly byBucket: string
}

const COUNTER_COLUMNS = `
  bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, signature TEXT NOT NULL, seen BIGINT NOT NULL, kept BIGINT NOT NULL,
  bytes BIGINT NOT NULL, kept_bytes BIGINT NOT NULL, errors BIGINT NOT NULL, PRIMARY KEY (bucket, service_id, signature)`

const first = ({ serial, byKey, byBucket }: Flavour): string[] => [
  `CREATE TABLE teams (id ${serial}, name TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL)`,
  `CREATE TABLE api_keys (id TEXT NOT NULL PRIMARY KEY, team_id BIGINT NOT NULL REFERENCES teams (id), name TEXT NOT NULL,
    hash TEXT NOT NULL, scopes TEXT NOT NULL, created_at BIGINT NOT NULL, revoked_at BIGINT) ${byKey}`,
  `CREATE TABLE services (id ${serial}, team_id BIGINT NOT NULL REFERENCES teams (id), name TEXT NOT NULL,
    first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, UNIQUE (team_id, name))`,
  `CREATE TABLE instances (service_id BIGINT NOT NULL, instance_id TEXT NOT NULL, high BIGINT NOT NULL, recent TEXT NOT NULL,
    first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, sdk TEXT, service_version TEXT, policy_version BIGINT, mode TEXT,
    PRIMARY KEY (service_id, instance_id)) ${byKey}`,
  `CREATE TABLE patterns (service_id BIGINT NOT NULL, signature TEXT NOT NULL, template TEXT NOT NULL, severity TEXT NOT NULL,
    class TEXT NOT NULL, first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, first_version TEXT,
    PRIMARY KEY (service_id, signature)) ${byKey}`,
  // By bucket first: writes go to the newest end, old buckets leave from the other, and a pattern is a look-up a bucket.
  `CREATE TABLE counters_minute (${COUNTER_COLUMNS}) ${byBucket}`,
  `CREATE TABLE counters_hour (${COUNTER_COLUMNS}) ${byBucket}`,
  `CREATE TABLE counters_day (${COUNTER_COLUMNS}) ${byKey}`,
  `CREATE TABLE rollups (resolution TEXT NOT NULL PRIMARY KEY, until BIGINT NOT NULL) ${byKey}`,
  `CREATE TABLE policies (team_id BIGINT NOT NULL, service TEXT NOT NULL, version BIGINT NOT NULL, document TEXT NOT NULL,
    created_at BIGINT NOT NULL, created_by TEXT NOT NULL, restored_from BIGINT, PRIMARY KEY (team_id, service, version)) ${byKey}`,
]

/** Versions of the schema, oldest first. One that was released is never changed. */
const VERSIONS: Readonly<Record<string, (flavour: Flavour) => string[]>> = { '0001_first': first }

export function migrationsFor(flavour: Flavour): MigrationProvider {
  const migration = (statements: string[]): Migration => ({
    async up(db: Db) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  })
  return {
    getMigrations: async () =>
      Object.fromEntries(Object.entries(VERSIONS).map(([name, make]) => [name, migration(make(flavour))])),
  }
}
