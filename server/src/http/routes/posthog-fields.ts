import { z } from '@hono/zod-openapi'
import {
  CONNECTION_STATES,
  KEY_SOURCES,
  POSTHOG_JOBS,
  type StoredConnection,
  type StoredJob,
} from '../../store/contracts/posthog.js'
import { type StoredToggle, SWITCH_MODES } from '../../store/contracts/posthog-toggle.js'

const time = (description: string) =>
  z
    .number()
    .int()
    .nullable()
    .openapi({ description: `Epoch seconds. ${description}` })
const counts = z.object({}).catchall(z.number())

const capability = z.object({
  name: z.string(),
  title: z.string(),
  scope: z.string(),
  outcome: z
    .string()
    .openapi({ description: '`ok`, or how asking failed: `missing_scope`, `bad_key`, `unavailable` …' }),
  detail: z.string(),
  without: z.string().openapi({ description: 'What does not work without it.' }),
})

const job = z
  .object({
    name: z.enum(POSTHOG_JOBS),
    state: z.enum(['idle', 'ok', 'failing']).openapi({ description: 'idle: it has not run yet.' }),
    since: z.number().int().openapi({ description: 'Epoch seconds: since when it has been so.' }),
    last_run: time('null: never.'),
    last_ok: time('null: never.'),
    next_run: z.number().int(),
    failures: z.number().int().openapi({ description: 'In a row.' }),
    problem: z.string().nullable(),
    counts: counts.openapi({ description: 'What the last run did that went well, by name.' }),
  })
  .openapi('PostHogJob')

const price = z
  .object({
    source: z.enum(['billing', 'list']),
    usd_per_gb: z.number(),
    label: z.string().openapi({ description: 'For people: where it is from.' }),
    read_at: z.number().int(),
  })
  .openapi('PostHogPrice')

const toggle = z
  .object({
    mode: z.enum(SWITCH_MODES).openapi({ description: 'Of services that it does not name.' }),
    services: z.object({}).catchall(z.enum(SWITCH_MODES)).openapi({ description: 'Of those that it names.' }),
    since: z.number().int().openapi({ description: 'Epoch seconds: since when it has said that.' }),
  })
  .openapi('PostHogToggle')

export const connectionSchema = z
  .object({
    host: z.string().openapi({ description: '`us`, `eu`, or the URL of an instance of your own.' }),
    ingest_host: z.string().nullable(),
    project: z.string(),
    project_url: z.string().openapi({ description: 'Where people see it.' }),
    keys: z.enum(KEY_SOURCES).openapi({ description: 'stored: encrypted. environment: those of the server.' }),
    personal_api_key: z.string().nullable().openapi({ description: 'What it ends with; null: of the environment.' }),
    project_api_key: z.string().nullable().openapi({ description: 'The same; null: none, or of the environment.' }),
    state: z.enum(CONNECTION_STATES).openapi({
      description:
        'unproved: nobody has asked PostHog yet. lacking: the key lacks scopes. refused: PostHog does not take the key. unreachable: it does not answer.',
    }),
    since: z.number().int().openapi({ description: 'Epoch seconds: since when it has been so.' }),
    problem: z.string().nullable().openapi({ description: 'One sentence.' }),
    lacking: z.array(z.string()).openapi({ description: 'Scopes that the key has not.' }),
    probed_at: time('null: never.'),
    capabilities: z.array(capability),
    price: price.nullable().openapi({ description: 'What a GB costs; null: not read yet.' }),
    toggle: toggle
      .nullable()
      .openapi({ description: 'What the feature flag lipservice-sampling says; null: there never was one.' }),
    jobs: z.array(job),
    made: z.number().int().openapi({ description: 'Things that were made in PostHog, and leave with the connection.' }),
    updated_at: z.number().int(),
    updated_by: z.string(),
  })
  .openapi('PostHogConnection')

const REGIONS: Readonly<Record<string, string>> = { us: 'https://us.posthog.com', eu: 'https://eu.posthog.com' }

/** Returns the address of a project, for people. */
export const projectUrl = ({ host, project }: Pick<StoredConnection, 'host' | 'project'>): string =>
  `${REGIONS[host] ?? host.replace(/\/+$/, '')}/project/${project}`

export function shownConnection(
  found: StoredConnection,
  jobs: readonly StoredJob[],
  made: number,
  said: StoredToggle | undefined,
) {
  const { price: cost } = found
  const missing = found.capabilities.filter(({ outcome }) => outcome === 'missing_scope')
  return {
    host: found.host,
    ingest_host: found.ingestHost || null,
    project: found.project,
    project_url: projectUrl(found),
    keys: found.keys,
    personal_api_key: found.personalKey?.shown ?? null,
    project_api_key: found.projectKey?.shown ?? null,
    state: found.state,
    since: found.since,
    problem: found.problem || null,
    lacking: [...new Set(missing.map(({ scope }) => scope))],
    probed_at: found.probedAt ?? null,
    capabilities: found.capabilities,
    price: cost ? { source: cost.source, usd_per_gb: cost.usdPerGb, label: cost.label, read_at: cost.readAt } : null,
    toggle: said ? { ...said, services: Object.fromEntries(said.services) } : null,
    jobs: POSTHOG_JOBS.flatMap((name) => jobs.filter((one) => one.name === name)).map(shownJob),
    made,
    updated_at: found.updatedAt,
    updated_by: found.updatedBy,
  }
}

const shownJob = (found: StoredJob) => ({
  name: found.name,
  state: found.state,
  since: found.since,
  last_run: found.lastRun ?? null,
  last_ok: found.lastOk ?? null,
  next_run: found.nextRun,
  failures: found.failures,
  problem: found.problem || null,
  counts: found.counts,
})
