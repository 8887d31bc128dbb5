import { type Kysely, sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

type Db = Kysely<unknown>

/** What the engines write differently. */
export interface Flavour {
  /** Definition of a key that is generated. */
  readonly serial: string
  /** The same, of a key that is never given again, whatever is removed. */
  readonly serialForGood: string
  /** At the end of a table that is read by its primary key alone. */
  readonly byKey: string
  /** Statements after which rows of a table can be neither changed nor removed. */
  readonly appendOnly: (table: string) => string[]
  /** At the end of a table whose old buckets are dropped as a whole. */
  readonly byBucket: string
  /** The time, in epoch seconds. */
  readonly now: string
}

const COUNTER_COLUMNS = `
  bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, signature TEXT NOT NULL, seen BIGINT NOT NULL, kept BIGINT NOT NULL,
  bytes BIGINT NOT NULL, kept_bytes BIGINT NOT NULL, errors BIGINT NOT NULL, PRIMARY KEY (bucket, service_id, signature)`

/** A migration says what it makes by itself, whatever lists become. */
const FIRST_REASONS = ['error', 'pinned', 'incident', 'first', 'novel', 'adaptive', 'disabled', 'failed_open']
const REASON_COLUMNS = FIRST_REASONS.map((reason) => `"${reason}" BIGINT NOT NULL`).join(', ')

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
  // By bucket first: writes go to the newest end, old buckets leave from the other, and a pattern is a look-up a
  // bucket.
  `CREATE TABLE counters_minute (${COUNTER_COLUMNS}) ${byBucket}`,
  `CREATE TABLE counters_hour (${COUNTER_COLUMNS}) ${byBucket}`,
  `CREATE TABLE counters_day (${COUNTER_COLUMNS}) ${byKey}`,
  `CREATE TABLE rollups (resolution TEXT NOT NULL PRIMARY KEY, until BIGINT NOT NULL) ${byKey}`,
  `CREATE TABLE policies (team_id BIGINT NOT NULL, service TEXT NOT NULL, version BIGINT NOT NULL, document TEXT NOT NULL,
    created_at BIGINT NOT NULL, created_by TEXT NOT NULL, restored_from BIGINT, PRIMARY KEY (team_id, service, version)) ${byKey}`,
]

const control = ({ serial, byKey, appendOnly }: Flavour): string[] => [
  `CREATE TABLE version_minutes (bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, policy_version BIGINT NOT NULL,
    reports BIGINT NOT NULL, seen BIGINT NOT NULL, kept BIGINT NOT NULL, bytes BIGINT NOT NULL, kept_bytes BIGINT NOT NULL,
    errors BIGINT NOT NULL, overhead_bytes BIGINT NOT NULL, seconds BIGINT NOT NULL, ${REASON_COLUMNS},
    PRIMARY KEY (bucket, service_id, policy_version)) ${byKey}`,
  `CREATE TABLE service_hours (bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, overhead_bytes BIGINT NOT NULL,
    ${REASON_COLUMNS}, PRIMARY KEY (bucket, service_id)) ${byKey}`,
  `ALTER TABLE policies ADD COLUMN kind TEXT NOT NULL DEFAULT 'operator'`,
  `ALTER TABLE policies ADD COLUMN stage TEXT NOT NULL DEFAULT 'active'`,
  `ALTER TABLE policies ADD COLUMN stage_at BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE policies ADD COLUMN stage_reason TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE policies ADD COLUMN canary_share DOUBLE PRECISION NOT NULL DEFAULT 0`,
  `ALTER TABLE policies ADD COLUMN forecast TEXT`,
  `CREATE TABLE budgets (team_id BIGINT NOT NULL, service TEXT NOT NULL, unit TEXT NOT NULL, amount DOUBLE PRECISION NOT NULL,
    updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL, PRIMARY KEY (team_id, service)) ${byKey}`,
  `CREATE TABLE overrides (team_id BIGINT NOT NULL, service TEXT NOT NULL, signature TEXT NOT NULL, kind TEXT NOT NULL,
    rate DOUBLE PRECISION NOT NULL, reason TEXT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL,
    expires_at BIGINT, PRIMARY KEY (team_id, service, signature, kind)) ${byKey}`,
  `CREATE TABLE audit (id ${serial}, team_id BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    service TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL)`,
  'CREATE INDEX audit_by_team ON audit (team_id, id)',
  ...appendOnly('audit'),
  `CREATE TABLE incidents (id ${serial}, team_id BIGINT NOT NULL, service_id BIGINT NOT NULL, release TEXT NOT NULL,
    opened_at BIGINT NOT NULL, last_at BIGINT NOT NULL, resolved_at BIGINT, findings TEXT NOT NULL,
    told_opened BIGINT NOT NULL DEFAULT 0, told_resolved BIGINT NOT NULL DEFAULT 0)`,
  'CREATE INDEX incidents_by_team ON incidents (team_id, opened_at)',
  `CREATE TABLE webhooks (team_id BIGINT NOT NULL PRIMARY KEY, url TEXT NOT NULL, updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL) ${byKey}`,
  `CREATE TABLE progress (name TEXT NOT NULL PRIMARY KEY, until BIGINT NOT NULL) ${byKey}`,
]

/** A row a reason instead of a column: a newer SDK has reasons that no column is there for. */
const reasons = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE version_minute_reasons (bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, policy_version BIGINT NOT NULL,
    reason TEXT NOT NULL, kept BIGINT NOT NULL, PRIMARY KEY (bucket, service_id, policy_version, reason)) ${byKey}`,
  `CREATE TABLE service_hour_reasons (bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, reason TEXT NOT NULL,
    kept BIGINT NOT NULL, PRIMARY KEY (bucket, service_id, reason)) ${byKey}`,
  ...FIRST_REASONS.flatMap((reason) => [
    `INSERT INTO version_minute_reasons (bucket, service_id, policy_version, reason, kept)
      SELECT bucket, service_id, policy_version, '${reason}', "${reason}" FROM version_minutes WHERE "${reason}" > 0`,
    `INSERT INTO service_hour_reasons (bucket, service_id, reason, kept)
      SELECT bucket, service_id, '${reason}', "${reason}" FROM service_hours WHERE "${reason}" > 0`,
    `ALTER TABLE version_minutes DROP COLUMN "${reason}"`,
    `ALTER TABLE service_hours DROP COLUMN "${reason}"`,
  ]),
]

const dropped = (): string[] => [
  'ALTER TABLE version_minute_reasons ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0',
  'ALTER TABLE service_hour_reasons ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0',
]

/** With the signature it names one template: texts can be made to have the signature of another. */
const checks = (): string[] => ['ALTER TABLE patterns ADD COLUMN template_check TEXT']

/** What a page asks for every few seconds is answered from indexes. */
const pulse = (): string[] => [
  'CREATE INDEX policies_by_stage ON policies (team_id, stage)',
  'CREATE INDEX incidents_by_end ON incidents (team_id, resolved_at)',
  'CREATE INDEX services_by_report ON services (team_id, last_seen)',
]

const FIRST_COUNTS = ['seen', 'kept', 'bytes', 'kept_bytes', 'errors']
const DELIVERY_COLUMNS = ['delivered', 'delivered_bytes', 'refused', 'lost']

/** What services logged, kept and delivered by the hour, so that a page need not add up all patterns. */
const serviceSums = (): string[] => [
  'ALTER TABLE instances ADD COLUMN host TEXT',
  'ALTER TABLE instances ADD COLUMN pod TEXT',
  ...DELIVERY_COLUMNS.map((name) => `ALTER TABLE version_minutes ADD COLUMN ${name} BIGINT NOT NULL DEFAULT 0`),
  ...[...FIRST_COUNTS, ...DELIVERY_COLUMNS].map(
    (name) => `ALTER TABLE service_hours ADD COLUMN ${name} BIGINT NOT NULL DEFAULT 0`,
  ),
  ...FIRST_COUNTS.map(
    (name) => `UPDATE service_hours SET ${name} = coalesce(
      (SELECT sum(v.${name}) FROM version_minutes v WHERE v.service_id = service_hours.service_id
        AND v.bucket >= service_hours.bucket * 60 AND v.bucket < service_hours.bucket * 60 + 60),
      (SELECT sum(c.${name}) FROM counters_hour c WHERE c.service_id = service_hours.service_id
        AND c.bucket = service_hours.bucket), 0)`,
  ),
]

/** What an instance logs: budgets belong to those that use them. */
const traffic = (): string[] => [
  'ALTER TABLE instances ADD COLUMN seconds BIGINT NOT NULL DEFAULT 0',
  'ALTER TABLE instances ADD COLUMN bytes_per_second DOUBLE PRECISION',
]

/**
 * A pattern is its signature and its check. Counters have a key of it instead of the signature. What was there before was counted by
 * signature alone: it is the pattern without a check, whose key is its signature, so that counters stay as they are, whatever their size.
 */
const pairs = ({ byKey }: Flavour): string[] => [
  ...(['minute', 'hour', 'day'] as const).map(
    (resolution) => `ALTER TABLE counters_${resolution} RENAME COLUMN signature TO pattern`,
  ),
  'ALTER TABLE patterns RENAME TO patterns_by_signature',
  `CREATE TABLE patterns (service_id BIGINT NOT NULL, pattern TEXT NOT NULL, signature TEXT NOT NULL,
    template_check TEXT NOT NULL, template TEXT NOT NULL, severity TEXT NOT NULL, class TEXT NOT NULL,
    first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, first_version TEXT,
    PRIMARY KEY (service_id, pattern)) ${byKey}`,
  `INSERT INTO patterns (service_id, pattern, signature, template_check, template, severity, class, first_seen, last_seen, first_version)
    SELECT service_id, signature, signature, '', template, severity, class, first_seen, last_seen, first_version
    FROM patterns_by_signature`,
  'DROP TABLE patterns_by_signature',
  'CREATE INDEX patterns_signature ON patterns (service_id, signature)',
  'ALTER TABLE overrides RENAME TO overrides_by_signature',
  `CREATE TABLE overrides (team_id BIGINT NOT NULL, service TEXT NOT NULL, signature TEXT NOT NULL, template_check TEXT NOT NULL,
    kind TEXT NOT NULL, rate DOUBLE PRECISION NOT NULL, reason TEXT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL,
    expires_at BIGINT, PRIMARY KEY (team_id, service, signature, template_check, kind)) ${byKey}`,
  `INSERT INTO overrides (team_id, service, signature, template_check, kind, rate, reason, created_at, created_by, expires_at)
    SELECT team_id, service, signature, '', kind, rate, reason, created_at, created_by, expires_at FROM overrides_by_signature`,
  'DROP TABLE overrides_by_signature',
]

const notices = ({ serial }: Flavour): string[] => [
  `CREATE TABLE notices (id ${serial}, team_id BIGINT NOT NULL, kind TEXT NOT NULL, service TEXT NOT NULL,
    raised_at BIGINT NOT NULL, ended_at BIGINT, detail TEXT NOT NULL, told_raised BIGINT NOT NULL DEFAULT 0,
    told_ended BIGINT NOT NULL DEFAULT 0)`,
  `ALTER TABLE webhooks ADD COLUMN format TEXT NOT NULL DEFAULT 'json'`,
]

const leases = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE leases (name TEXT NOT NULL PRIMARY KEY, fence BIGINT NOT NULL UNIQUE, beat BIGINT NOT NULL,
    holder TEXT NOT NULL) ${byKey}`,
  'ALTER TABLE api_keys ADD COLUMN expires_at BIGINT',
  'ALTER TABLE api_keys ADD COLUMN last_used_at BIGINT',
  'ALTER TABLE api_keys ADD COLUMN refused_reports BIGINT NOT NULL DEFAULT 0',
]

/** Sums that an earlier version let grow beyond what can be read. Most databases have none. */
const saturated = (): string[] =>
  [
    ...(['counters_minute', 'counters_hour', 'counters_day', 'version_minutes', 'service_hours'] as const).map(
      (table) => [table, FIRST_COUNTS] as const,
    ),
    ...(['version_minute_reasons', 'service_hour_reasons'] as const).map(
      (table) => [table, ['kept', 'dropped']] as const,
    ),
    ...(['version_minutes', 'service_hours'] as const).map((table) => [table, ['overhead_bytes']] as const),
  ].map(
    ([table, columns]) => `UPDATE ${table}
      SET ${columns.map((name) => `${name} = CASE WHEN ${name} > ${LARGEST} THEN ${LARGEST} ELSE ${name} END`).join(', ')}
      WHERE ${columns.map((name) => `${name} > ${LARGEST}`).join(' OR ')}`,
  )
const LARGEST = 9_007_199_254_740_991

/** All stages of a version, and not the last alone. */
const stages = (): string[] => ['ALTER TABLE policies ADD COLUMN stages TEXT']

const labels = (): string[] => [`ALTER TABLE overrides ADD COLUMN label TEXT NOT NULL DEFAULT ''`]

/** An id of a service that was removed is never given again: rows of it may be left. */
const removals = ({ serial, serialForGood, byKey }: Flavour): string[] => [
  `CREATE TABLE removed_services (service_id BIGINT NOT NULL PRIMARY KEY, removed_at BIGINT NOT NULL) ${byKey}`,
  ...(serialForGood === serial
    ? []
    : [
        'ALTER TABLE services RENAME TO services_before',
        `CREATE TABLE services (id ${serialForGood}, team_id BIGINT NOT NULL REFERENCES teams (id), name TEXT NOT NULL,
          first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, UNIQUE (team_id, name))`,
        `INSERT INTO services (id, team_id, name, first_seen, last_seen)
          SELECT id, team_id, name, first_seen, last_seen FROM services_before`,
        'DROP TABLE services_before',
        'CREATE INDEX services_by_report ON services (team_id, last_seen)',
      ]),
]

/** What reports say of errors, and of what shadow mode would have dropped. Of what was counted before, no report said it. */
const said = (): string[] =>
  ['version_minutes', 'service_hours'].flatMap((table) => [
    ...SAID_COLUMNS.map((name) => `ALTER TABLE ${table} ADD COLUMN ${name} BIGINT NOT NULL DEFAULT 0`),
    `UPDATE ${table} SET unsaid_errors = errors WHERE errors > 0`,
  ])
const SAID_COLUMNS = ['kept_errors', 'unsaid_errors', 'shadow_dropped', 'shadow_dropped_bytes']

const families = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE word_families (service_id BIGINT NOT NULL, family TEXT NOT NULL, template TEXT NOT NULL, severity TEXT NOT NULL,
    exempt TEXT NOT NULL, first_told BIGINT NOT NULL, last_told BIGINT NOT NULL, PRIMARY KEY (service_id, family)) ${byKey}`,
]

const removedTeams = (): string[] => ['ALTER TABLE teams ADD COLUMN removed_at BIGINT']

const sessions = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE sessions (hash TEXT NOT NULL PRIMARY KEY, team_id BIGINT NOT NULL, key_id TEXT NOT NULL,
    created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, idle_until BIGINT NOT NULL) ${byKey}`,
  'CREATE INDEX sessions_by_team ON sessions (team_id)',
  `CREATE TABLE login_codes (hash TEXT NOT NULL PRIMARY KEY, team_id BIGINT NOT NULL, key_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL) ${byKey}`,
]

/** Hours of services that were imported, each by one import. */
const importedHours = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE imported_hours (service_id BIGINT NOT NULL, bucket BIGINT NOT NULL, import_id TEXT NOT NULL,
    PRIMARY KEY (service_id, bucket)) ${byKey}`,
]

/** What language models are asked, what they say, and what that takes. Dollars are counted in millionths. */
const models = ({ serial, byKey }: Flavour): string[] => [
  `CREATE TABLE llm_settings (team_id BIGINT NOT NULL PRIMARY KEY, mode TEXT NOT NULL, mode_since BIGINT NOT NULL,
    tokens_per_day BIGINT, micro_usd_per_day BIGINT, micro_usd_per_month BIGINT, updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL) ${byKey}`,
  `CREATE TABLE llm_calls (id ${serial}, team_id BIGINT NOT NULL, service TEXT NOT NULL, purpose TEXT NOT NULL,
    model TEXT NOT NULL, prompt_version BIGINT NOT NULL, at BIGINT NOT NULL, ms BIGINT NOT NULL, outcome TEXT NOT NULL,
    judged TEXT NOT NULL, request TEXT NOT NULL, request_sha256 TEXT NOT NULL, answer TEXT NOT NULL, patterns TEXT NOT NULL,
    tokens_in BIGINT NOT NULL, tokens_out BIGINT NOT NULL, micro_usd BIGINT NOT NULL)`,
  'CREATE INDEX llm_calls_by_team ON llm_calls (team_id, at)',
  'CREATE INDEX llm_calls_by_time ON llm_calls (at)',
  `CREATE TABLE llm_days (team_id BIGINT NOT NULL, day BIGINT NOT NULL, calls BIGINT NOT NULL, tokens BIGINT NOT NULL,
    micro_usd BIGINT NOT NULL, PRIMARY KEY (team_id, day)) ${byKey}`,
  `CREATE TABLE verdicts (team_id BIGINT NOT NULL, service TEXT NOT NULL, signature TEXT NOT NULL, template_check TEXT NOT NULL,
    model TEXT NOT NULL, prompt_version BIGINT NOT NULL, severity TEXT NOT NULL, word_class TEXT NOT NULL,
    class_a TEXT NOT NULL, sure_a BIGINT NOT NULL, class_b TEXT NOT NULL, sure_b BIGINT NOT NULL, why TEXT NOT NULL,
    bytes_per_day BIGINT NOT NULL, attempts BIGINT NOT NULL, asked_at BIGINT NOT NULL, decided TEXT NOT NULL,
    decided_by TEXT NOT NULL, decided_at BIGINT NOT NULL,
    PRIMARY KEY (team_id, service, signature, template_check, model, prompt_version)) ${byKey}`,
  `CREATE TABLE llm_exams (model TEXT NOT NULL, prompt_version BIGINT NOT NULL, asked_at BIGINT NOT NULL, asked_by TEXT NOT NULL,
    asked_by_team BIGINT NOT NULL, taken_at BIGINT, passed BIGINT NOT NULL, result TEXT NOT NULL,
    PRIMARY KEY (model, prompt_version)) ${byKey}`,
]

/** What a team has in PostHog: keys are encrypted, and the secret that opens them is not here. */
const posthog = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE posthog_connections (team_id BIGINT NOT NULL PRIMARY KEY, host TEXT NOT NULL, ingest_host TEXT NOT NULL,
    project TEXT NOT NULL, keys TEXT NOT NULL, personal_key TEXT NOT NULL, personal_key_shown TEXT NOT NULL,
    project_key TEXT NOT NULL, project_key_shown TEXT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL,
    revision BIGINT NOT NULL, state TEXT NOT NULL, since BIGINT NOT NULL, problem TEXT NOT NULL, capabilities TEXT NOT NULL,
    probed_at BIGINT, price TEXT) ${byKey}`,
  `CREATE TABLE posthog_jobs (team_id BIGINT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, since BIGINT NOT NULL,
    last_run BIGINT, last_ok BIGINT, next_run BIGINT NOT NULL, failures BIGINT NOT NULL, problem TEXT NOT NULL,
    told BIGINT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (team_id, name)) ${byKey}`,
  'CREATE INDEX posthog_jobs_by_time ON posthog_jobs (next_run)',
  `CREATE TABLE posthog_made (team_id BIGINT NOT NULL, kind TEXT NOT NULL, remote_id TEXT NOT NULL, name TEXT NOT NULL,
    made_at BIGINT NOT NULL, PRIMARY KEY (team_id, kind, remote_id)) ${byKey}`,
  `CREATE TABLE posthog_imports (team_id BIGINT NOT NULL, import_id TEXT NOT NULL, state TEXT NOT NULL, request TEXT NOT NULL,
    hours_done BIGINT NOT NULL, hours_all BIGINT NOT NULL, records BIGINT NOT NULL, service_hours TEXT NOT NULL,
    notes TEXT NOT NULL, resume_from TEXT, started_at BIGINT NOT NULL, started_by TEXT NOT NULL, updated_at BIGINT NOT NULL,
    PRIMARY KEY (team_id, import_id)) ${byKey}`,
]

/** Sums of the minutes of an hour that is not complete. */
const tens = ({ byBucket }: Flavour): string[] => [
  `CREATE TABLE counters_ten_minutes (bucket BIGINT NOT NULL, service_id BIGINT NOT NULL, pattern TEXT NOT NULL, seen BIGINT NOT NULL,
    kept BIGINT NOT NULL, bytes BIGINT NOT NULL, kept_bytes BIGINT NOT NULL, errors BIGINT NOT NULL,
    PRIMARY KEY (bucket, service_id, pattern)) ${byBucket}`,
]

/** Where patterns are logged, as instances say that look for it. Empty: none has said it. */
const callSites = (): string[] => ["ALTER TABLE patterns ADD COLUMN call_site TEXT NOT NULL DEFAULT ''"]

/** What is asked in the same words again is answered as it was. */
const questions = (): string[] => [
  "ALTER TABLE llm_calls ADD COLUMN question TEXT NOT NULL DEFAULT ''",
  'CREATE INDEX llm_calls_by_question ON llm_calls (team_id, question)',
]

/** One lock a signature. Of two that raced each other, the one that policies went by stays; that the other went is in the audit. */
const oneLock = ({ now }: Flavour): string[] => {
  const other = `FROM overrides WHERE kind = 'lock' AND EXISTS (SELECT 1 FROM overrides AS used WHERE used.kind = 'lock'
    AND used.team_id = overrides.team_id AND used.service = overrides.service AND used.signature = overrides.signature
    AND used.template_check > overrides.template_check)`
  return [
    `DELETE FROM overrides WHERE kind = 'lock' AND expires_at <= ${now}`,
    `INSERT INTO audit (team_id, at, actor, action, service, reason, detail) SELECT team_id, ${now}, 'migration', 'lock.removed',
      service, 'a policy has one rate a signature, and another lock gave it',
      '{"signature":"' || signature || '","check":"' || template_check || '"}' ${other}`,
    `DELETE ${other}`,
    "CREATE UNIQUE INDEX overrides_one_lock ON overrides (team_id, service, signature) WHERE kind = 'lock'",
  ]
}

/** What the feature flag of a team said last, and the job that reads it: of teams that are connected already, too. */
const toggles = ({ byKey }: Flavour): string[] => [
  `CREATE TABLE posthog_toggles (team_id BIGINT NOT NULL PRIMARY KEY, mode TEXT NOT NULL, services TEXT NOT NULL,
    since BIGINT NOT NULL) ${byKey}`,
  "DELETE FROM posthog_jobs WHERE name = 'toggle'",
  `INSERT INTO posthog_jobs (team_id, name, state, since, next_run, failures, problem, told, counts)
    SELECT team_id, 'toggle', 'idle', updated_at, updated_at, 0, '', 0, '{}' FROM posthog_connections`,
]

/** Verdicts are read in pages, most bytes first: of a team, and of a service. */
const verdictPages = (): string[] => [
  `CREATE INDEX verdicts_by_bytes ON verdicts (team_id, model, prompt_version, bytes_per_day, service, signature,
    template_check)`,
  'CREATE INDEX verdicts_by_time ON verdicts (asked_at)',
  `CREATE INDEX verdicts_of_service ON verdicts (team_id, service, model, prompt_version, bytes_per_day, signature,
    template_check)`,
]

/** Versions of the schema, oldest first. One that was released is never changed. */
const VERSIONS: Readonly<Record<string, (flavour: Flavour) => string[]>> = {
  '0001_first': first,
  '0002_control': control,
  '0003_reasons': reasons,
  '0004_dropped': dropped,
  '0005_checks': checks,
  '0006_pulse': pulse,
  '0007_service_sums': serviceSums,
  '0008_traffic': traffic,
  '0009_pairs': pairs,
  '0010_notices': notices,
  '0011_leases': leases,
  '0012_saturated': saturated,
  '0013_stages': stages,
  '0014_labels': labels,
  '0015_removals': removals,
  '0016_said': said,
  '0017_families': families,
  '0018_removed_teams': removedTeams,
  '0019_sessions': sessions,
  '0020_imported_hours': importedHours,
  '0021_models': models,
  '0022_posthog': posthog,
  '0023_ten_minutes': tens,
  '0024_call_sites': callSites,
  '0025_questions': questions,
  '0026_one_lock': oneLock,
  '0027_toggles': toggles,
  '0028_verdict_pages': verdictPages,
}

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
