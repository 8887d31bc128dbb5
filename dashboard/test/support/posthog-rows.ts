import type { AuditEntry } from '../../../server/src/store/contracts/audit.js'
import { POSTHOG_JOBS } from '../../../server/src/store/contracts/posthog.js'
import type { SwitchMode } from '../../../server/src/store/contracts/posthog-toggle.js'
import type { ApiUnderTest } from '../../../server/test/support/api-under-test.js'

const HOUR = 3_600
/** More than a page names one by one. */
const MADE = 23
const WORDS = ['reads the price of a GB', 'the key lacks annotation:write', 'it does not answer', 'budgets are read']
const OUTCOMES = ['ok', 'missing_scope', 'unavailable'] as const
const MODES: readonly SwitchMode[] = ['active', 'shadow', 'off']

interface PostHogRows {
  /** What PostHog says. */
  readonly words?: readonly string[]
  /** Services that the switch names, with every mode in turn. */
  readonly switched: readonly string[]
}

/** Writes down a connection with all that the page shows of one: nobody asks PostHog. It has no price, so that of the server counts. */
export async function addPostHogRows(api: ApiUnderTest, { words = WORDS, switched }: PostHogRows): Promise<void> {
  const { posthog, keys } = api.store
  const at = Math.floor(api.clock.millis / 1000)
  const teamId = await keys.ensureTeam('default', at)
  const texts = words.map((text) => text.slice(0, 500).toWellFormed().replaceAll('\0', ''))
  const word = (i: number): string => texts[i % texts.length]!
  const entry = (action: string): AuditEntry => ({
    teamId,
    at,
    actor: 'server',
    action: `posthog.${action}`,
    service: '',
    reason: '',
    detail: {},
  })
  const place = {
    host: 'eu',
    ingestHost: '',
    project: '17',
    keys: 'stored' as const,
    personalKey: { sealed: 'sealed', shown: 'phx_…wxyz' },
    projectKey: undefined,
    updatedAt: at,
    updatedBy: 'server',
  }
  await posthog.set({ teamId, ...place }, POSTHOG_JOBS, entry('connected'))
  const { revision } = (await posthog.find(teamId))!
  const capabilities = texts.map((text, i) => ({
    name: `capability ${i}`,
    title: text,
    scope: 'query:read',
    outcome: OUTCOMES[i % OUTCOMES.length]!,
    detail: text,
    without: text,
  }))
  await posthog.found(teamId, revision, { state: 'lacking', problem: word(0), at, capabilities })
  for (const [i, job] of (await posthog.jobs(teamId)).entries()) {
    const isFailing = i % 2 === 1 || job.name === 'board'
    const counts = { writes: 14, marks: 3, edited: 2 }
    const came = { lastRun: at - 60, lastOk: at - HOUR, nextRun: at + HOUR, counts }
    const how = isFailing
      ? ({ state: 'failing', failures: 3, problem: word(i) } as const)
      : ({ state: 'ok', failures: 0, problem: '' } as const)
    await posthog.jobEnded({ ...job, ...came, ...how }, revision)
  }
  for (let i = 0; i < MADE; i++)
    await posthog.noteMade(teamId, { kind: 'insight', remoteId: String(i), name: word(i), madeAt: at })
  const services = new Map(switched.map((service, i) => [service, MODES[i % MODES.length]!]))
  await posthog.setToggle(teamId, revision, { mode: 'active', services, since: at - HOUR }, [])
  await addImports(api, teamId, at, entry)
}

/** One that runs, one that is done, and one that was stopped. */
async function addImports(
  { store: { posthog } }: ApiUnderTest,
  teamId: number,
  at: number,
  entry: (action: string) => AuditEntry,
): Promise<void> {
  const none = { hoursAll: 48, serviceHours: {}, notes: [], resumeFrom: undefined }
  for (const [i, state] of (['open', 'done', 'cancelled'] as const).entries()) {
    const importId = `import-of-${i}-for-tests`
    const to = Math.floor(at / HOUR) * HOUR - i * HOUR
    await posthog.startImport(
      {
        teamId,
        importId,
        state: 'open',
        request: { from: to - 48 * HOUR, to, services: [], mode: 'auto' },
        progress: { ...none, hoursDone: 0, records: 0 },
        startedAt: at - i * HOUR,
        startedBy: 'server',
        updatedAt: at,
      },
      entry('import_started'),
    )
    const hoursDone = state === 'done' ? 48 : 17
    const progress = { ...none, hoursDone, records: 1_234_567 * hoursDone }
    await posthog.importReached(teamId, importId, progress, at, state === 'done' ? 'done' : 'open')
    if (state === 'cancelled') await posthog.cancelImport(teamId, importId, entry('import_cancelled'))
  }
}
