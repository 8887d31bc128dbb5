import { SCOPES } from '../../../server/src/scope.js'
import type { Finding } from '../../../server/src/store/contracts/incidents.js'
import type { AcmeKeys } from '../../../server/test/support/acme/acme-fleet.js'
import { acmeCheck, acmeSignature } from '../../../server/test/support/acme/acme-service.js'
import { STORY_END } from '../../../server/test/support/acme/acme-story.js'
import { type ApiUnderTest, startApi } from '../../../server/test/support/api-under-test.js'
import { builtPage } from './built-page.js'
import { HOSTILE_NAMES, HOSTILE_TEXTS } from './hostile-texts.js'
import { addModelRows, MODEL_SETTINGS } from './model-rows.js'
import { type PageServer, servePage } from './page-server.js'
import { addPostHogRows } from './posthog-rows.js'

const TEXTS = Object.values(HOSTILE_TEXTS)
const MINUTES = 5
/** The longest that a reason may be. */
const REASON_LENGTH = 1_000
/** The service that logs all of the texts; the others some of them. */
export const HOSTILE_SERVICE = HOSTILE_NAMES[0]!

export interface HostilePage extends PageServer {
  readonly keys: AcmeKeys
}

/** The page of a team whose apps, hosts, releases, keys and people all have hostile names. */
export async function serveHostile(): Promise<HostilePage> {
  const api = await startApi(MODEL_SETTINGS, undefined, builtPage())
  api.clock.millis = (STORY_END - MINUTES * 60) * 1000
  const keys = await makeKeys(api)
  for (let minute = 1; minute <= MINUTES; minute++) {
    api.clock.millis += 60_000
    for (const [i, name] of HOSTILE_NAMES.entries()) {
      const report = reportOf(name, i, minute, api.clock.millis / 1000)
      await done(api, 'POST', '/api/v1/patterns/stats', keys.ingest, report)
    }
    await api.pending.flush()
  }
  await decide(api, keys)
  await openIncidents(api)
  await addModelRows(api, keys.admin, TEXTS)
  // The third of them is switched off: the service whose screens are looked at.
  await addPostHogRows(api, {
    words: TEXTS,
    switched: [HOSTILE_NAMES[1]!, HOSTILE_NAMES[2]!, HOSTILE_SERVICE, ...HOSTILE_NAMES.slice(3)],
  })
  return { ...(await servePage(api)), keys }
}

function reportOf(service: string, index: number, sequence: number, at: number): object {
  const texts = service === HOSTILE_SERVICE ? TEXTS : TEXTS.filter((_, i) => i % HOSTILE_NAMES.length === index)
  const text = TEXTS[index % TEXTS.length]!
  return {
    service_name: service,
    timestamp: at,
    patterns: texts.map((template, i) => ({
      signature: acmeSignature(service, template),
      check: acmeCheck(template),
      count: 1_000 * (i + 1),
      sampled_count: 100 * (i + 1),
      first_seen: at - 60,
      last_seen: at,
      template,
      severity_distribution: { [i % 4 === 0 ? 'ERROR' : 'INFO']: 1_000 * (i + 1) },
      bytes: 300_000 * (i + 1),
      sampled_bytes: 30_000 * (i + 1),
    })),
    total_logs: 1_000,
    unique_patterns: texts.length,
    instance_id: text.slice(0, 128),
    sequence,
    window_seconds: 60,
    mode: 'active',
    service_version: text.slice(0, 256),
    sdk: '<img src=x onerror=alert(1)>/1',
    runtime: '<b data-hostile>',
    host: text.slice(0, 256),
    pod: TEXTS[(index + 1) % TEXTS.length]!.slice(0, 256),
    overhead_bytes: 4_000,
    kept_by_reason: { adaptive: 90, error: 10, not_known_yet: 1 },
  }
}

/** People and their reasons are as hostile. */
async function decide(api: ApiUnderTest, keys: AcmeKeys): Promise<void> {
  for (const [i, name] of HOSTILE_NAMES.entries()) {
    const reason = reasonOf(i)
    const path = `/api/v1/services/${encodeURIComponent(name)}`
    const template = TEXTS.find((_, at) => at % HOSTILE_NAMES.length === i)!
    const overrides = `${path}/overrides/${acmeSignature(name, template)}`
    await done(api, 'PUT', `${path}/budget`, keys.admin, { unit: 'gb_per_day', amount: i + 1, reason })
    await done(api, 'PUT', `${overrides}/exemption`, keys.admin, { reason })
    await done(api, 'PUT', `${overrides}/lock`, keys.admin, { reason, rate: 0.5, expires_at: STORY_END + 90_000 })
    await done(api, 'PUT', `${overrides}/label`, keys.admin, { reason, class: 'audit' })
    const policy = `/api/v1/policies/${encodeURIComponent(name)}`
    await done(api, 'PUT', policy, keys.admin, { global_rate: 0.5, reasoning: reason })
    await done(api, 'PUT', policy, keys.admin, { global_rate: 0.4, reasoning: reasonOf(i + 1) })
    await done(api, 'POST', `${policy}/rollback`, keys.admin, { version: 1, reason })
    await done(api, 'POST', `${path}/incident-switch`, keys.admin, { minutes: 30, reason })
  }
}

async function openIncidents({ store, clock }: ApiUnderTest): Promise<void> {
  const at = Math.floor(clock.millis / 60_000) * 60
  const teamId = await store.keys.ensureTeam('default', at)
  const rows = await store.services.active(at - 3_600)
  const opened = rows.map(({ id: serviceId, name }, i) => ({
    teamId,
    serviceId,
    release: TEXTS[i % TEXTS.length]!.slice(0, 256).toWellFormed().replaceAll('\0', ''),
    openedAt: at - 180,
    lastAt: at,
    resolvedAt: undefined,
    findings: findingsOf(name, i, at),
  }))
  if (!(await store.incidents.record({ from: undefined, until: at / 60, opened, changed: [] })))
    throw new Error('the incidents were not written')
}

function findingsOf(service: string, index: number, at: number): Finding[] {
  const texts = service === HOSTILE_SERVICE ? TEXTS : [TEXTS[index % TEXTS.length]!]
  return texts.map((text, i) => ({
    kind: (['spike', 'silence', 'new_pattern', 'error_surge'] as const)[i % 4]!,
    signature: acmeSignature(service, text),
    check: acmeCheck(text),
    template: text.toWellFormed().replaceAll('\0', ''),
    severity: 'INFO',
    expected: 10,
    observed: 900,
    since: at - 180,
    last: at,
  }))
}

const reasonOf = (i: number): string => TEXTS[i % TEXTS.length]!.slice(0, REASON_LENGTH)

async function makeKeys({ keys, store, clock }: ApiUnderTest): Promise<AcmeKeys> {
  const team = await store.keys.ensureTeam('default', Math.floor(clock.millis / 1000))
  for (const text of TEXTS) await keys.create(team, text.slice(0, 100), ['read'], text.slice(0, 30))
  const admin = await keys.create(team, TEXTS[0]!, SCOPES, 'server')
  const make = async (scope: 'operate' | 'read' | 'ingest') =>
    (await keys.create(team, `<i>${scope}</i>`, [scope], admin.key.id)).text
  return { admin: admin.text, operate: await make('operate'), read: await make('read'), ingest: await make('ingest') }
}

async function done(api: ApiUnderTest, method: string, path: string, key: string, body: unknown): Promise<void> {
  const { status, json } = await api.call(method, path, { key, body })
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`)
}
