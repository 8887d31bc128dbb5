import { PROMPT_VERSION } from '../../src/meanings/prompt.js'
import type { StoredVerdict } from '../../src/store/contracts/models.js'
import { hashOf } from '../../src/wishes/changes.js'
import { reportOf } from './api-under-test.js'
import { TEN } from './reports.js'

/** Of the team whose things are called for. */
export const OWN_SERVICE = 'shop'
export const SECRET_TEMPLATE = 'only the own team may see this'
export const SIGNATURE = '00000000000000aa'

/** Made for each call anew. */
export interface Spare {
  /** Version of a draft. */
  readonly draft: number
  /** What only the caller's team may see. */
  readonly reason: string
  /** Text of the caller's key. */
  readonly key: string
  /** Id of a session of the caller's key. */
  readonly session: string
}

export interface Call {
  readonly path: string
  body?(spare: Spare): unknown
  headers?(spare: Spare): Readonly<Record<string, string>>
  /** Done by the own team's admin before, so that there is something to remove. */
  readonly before?: { readonly method: string; readonly body: unknown; readonly path?: string }
  /** What the audit says of it. */
  readonly audited?: { readonly action: string; readonly service: string }
}

const SERVICE = `/api/v1/services/${OWN_SERVICE}`
const LOCK = `${SERVICE}/overrides/${SIGNATURE}/lock`
const BUDGET = { unit: 'gb_per_day', amount: 1, reason: SECRET_TEMPLATE }
const LOCKED = { rate: 0.5, reason: SECRET_TEMPLATE }
const WEBHOOK = { url: 'https://hooks.example.com/only-the-own-team' }
const PAST = {
  signature: 'a'.repeat(16),
  template: 'as it ever was',
  severity: 'INFO',
  per_minute: 1,
  bytes_per_minute: 100,
}
const HOUR_PATTERN = {
  signature: 'a'.repeat(16),
  check: 'b'.repeat(16),
  template: 'as it ever was',
  severity: 'INFO',
  seen: 10,
  kept: 10,
  bytes: 1_000,
  kept_bytes: 1_000,
}
const WISHED = { unit: 'gb_per_day', amount: 5 } as const
/** Nobody listens there: whoever is asked for something refuses at once. */
const NO_POSTHOG = '127.0.0.1:9'
/** Options of a server on which each of these calls succeeds. */
export const ROUTE_CONFIG = {
  'webhook-hosts': 'hooks.example.com',
  'posthog-hosts': NO_POSTHOG,
  'secret-key': 'a secret of the server, of 32 bytes or more',
  'llm-model': 'fake',
  'llm-url': `http://${NO_POSTHOG}/v1`,
} as const
const POSTHOG = {
  host: `http://${NO_POSTHOG}`,
  project: '12345',
  personal_api_key: 'phx_OnlyTheOwnTeamMayKnowThisKey0123456789',
}
const SWITCHED = { minutes: 5, reason: SECRET_TEMPLATE }

/** What the model of that server has said of the own team's pattern. */
export function verdictOf(teamId: number): StoredVerdict {
  return {
    teamId,
    service: OWN_SERVICE,
    signature: SIGNATURE,
    check: '',
    model: 'fake at 127.0.0.1:9',
    promptVersion: PROMPT_VERSION,
    severity: 'INFO',
    wordClass: 'unknown',
    a: { class: 'audit', sure: true },
    b: { class: 'audit', sure: true },
    why: SECRET_TEMPLATE,
    bytesPerDay: 1_000,
    attempts: 0,
    askedAt: TEN,
    decided: undefined,
    decidedBy: '',
    decidedAt: 0,
  }
}

let sequence = 0
/** Each hour is filled once. */
let importedHours = 2
let imports = 0

/** By route: a call that succeeds for the team whose things these are. `{spare}` in a path is the id of a key to revoke. */
export const CALLS: Readonly<Record<string, Call>> = {
  'get /': { path: '/' },
  'get /metrics': { path: '/metrics' },
  'get /healthz': { path: '/healthz' },
  'get /readyz': { path: '/readyz' },
  'post /api/v1/patterns/stats': { path: '/api/v1/patterns/stats', body: () => reportOf({ sequence: ++sequence }) },
  'get /api/v1/policies/{service}': { path: `/api/v1/policies/${OWN_SERVICE}` },
  'put /api/v1/policies/{service}': {
    audited: { action: 'policy.active', service: OWN_SERVICE },
    path: `/api/v1/policies/${OWN_SERVICE}`,
    body: () => ({ global_rate: 0.5 }),
  },
  'get /api/v1/policies/{service}/history': { path: `/api/v1/policies/${OWN_SERVICE}/history` },
  'post /api/v1/policies/{service}/rollback': {
    audited: { action: 'policy.active', service: OWN_SERVICE },
    path: `/api/v1/policies/${OWN_SERVICE}/rollback`,
    body: () => ({ version: 1 }),
  },
  'get /api/v1/policies/{service}/versions/{version}': { path: `/api/v1/policies/${OWN_SERVICE}/versions/1` },
  'post /api/v1/policies/{service}/preview': {
    path: `/api/v1/policies/${OWN_SERVICE}/preview`,
    body: () => ({ policy: {} }),
  },
  'post /api/v1/policies/{service}/promote': {
    audited: { action: 'policy.active', service: OWN_SERVICE },
    path: `/api/v1/policies/${OWN_SERVICE}/promote`,
    body: ({ draft }) => ({ version: draft, reason: 'it is good' }),
  },
  'get /api/v1/policies/{service}/diff': { path: `/api/v1/policies/${OWN_SERVICE}/diff?from=1&to=1` },
  'post /api/v1/policies/{service}/reject': {
    audited: { action: 'policy.rejected', service: OWN_SERVICE },
    path: `/api/v1/policies/${OWN_SERVICE}/reject`,
    body: ({ draft }) => ({ version: draft, reason: 'not this one' }),
  },
  'post /api/v1/policies/{service}/drafts': {
    audited: { action: 'policy.draft', service: OWN_SERVICE },
    path: `/api/v1/policies/${OWN_SERVICE}/drafts`,
    body: ({ reason }) => ({ reasoning: reason }),
  },
  'post /session': {
    audited: { action: 'session.created', service: '' },
    path: '/session',
    body: ({ key }) => ({ key }),
    headers: () => ({ 'sec-fetch-site': 'same-origin' }),
  },
  'delete /session': {
    audited: { action: 'session.ended', service: '' },
    path: '/session',
    headers: ({ session }) => ({ 'sec-fetch-site': 'same-origin', cookie: `lipservice-80=${session}` }),
  },
  'get /api/v1/budgets': { path: '/api/v1/budgets' },
  'put /api/v1/budget': {
    audited: { action: 'budget.set', service: '' },
    path: '/api/v1/budget',
    body: ({ reason }) => ({ ...BUDGET, reason }),
  },
  'delete /api/v1/budget': {
    audited: { action: 'budget.removed', service: '' },
    path: '/api/v1/budget',
    before: { method: 'put', body: BUDGET },
  },
  'put /api/v1/services/{service}/budget': {
    audited: { action: 'budget.set', service: OWN_SERVICE },
    path: `${SERVICE}/budget`,
    body: ({ reason }) => ({ ...BUDGET, reason }),
  },
  'delete /api/v1/services/{service}/budget': {
    audited: { action: 'budget.removed', service: OWN_SERVICE },
    path: `${SERVICE}/budget`,
    before: { method: 'put', body: BUDGET },
  },
  'get /api/v1/services/{service}': { path: SERVICE },
  'get /api/v1/overrides': { path: '/api/v1/overrides' },
  'get /api/v1/services/{service}/overrides': { path: `${SERVICE}/overrides` },
  'put /api/v1/services/{service}/overrides/{signature}/{kind}': {
    audited: { action: 'lock.set', service: OWN_SERVICE },
    path: LOCK,
    body: ({ reason }) => ({ rate: 0.5, reason }),
  },
  'delete /api/v1/services/{service}/overrides/{signature}/{kind}': {
    audited: { action: 'lock.removed', service: OWN_SERVICE },
    path: LOCK,
    before: { method: 'put', body: LOCKED },
  },
  'get /api/v1/incidents': { path: '/api/v1/incidents' },
  'get /api/v1/policies/{service}/versions/{version}/explanation': {
    path: `/api/v1/policies/${OWN_SERVICE}/versions/1/explanation`,
  },
  'post /api/v1/policies/{service}/versions/{version}/explanation': {
    path: `/api/v1/policies/${OWN_SERVICE}/versions/1/explanation`,
    body: () => ({}),
  },
  'get /api/v1/incidents/{id}/explanation': { path: '/api/v1/incidents/1/explanation' },
  'post /api/v1/incidents/{id}/explanation': { path: '/api/v1/incidents/1/explanation', body: () => ({}) },
  'get /api/v1/incidents/{id}': { path: '/api/v1/incidents/1' },
  'post /api/v1/services/{service}/incident-switch': {
    audited: { action: 'policy.active', service: OWN_SERVICE },
    path: `${SERVICE}/incident-switch`,
    body: ({ reason }) => ({ ...SWITCHED, reason }),
  },
  'delete /api/v1/services/{service}/incident-switch': {
    audited: { action: 'policy.active', service: OWN_SERVICE },
    path: `${SERVICE}/incident-switch`,
    before: { method: 'post', body: SWITCHED },
  },
  'get /api/v1/advice': { path: '/api/v1/advice' },
  'get /api/v1/savings': { path: '/api/v1/savings' },
  'get /api/v1/savings/patterns': { path: '/api/v1/savings/patterns' },
  'get /api/v1/savings/classes': { path: '/api/v1/savings/classes' },
  'get /api/v1/savings/timeline': { path: `/api/v1/savings/timeline?service=${OWN_SERVICE}` },
  'get /api/v1/model': { path: '/api/v1/model' },
  'put /api/v1/model': {
    audited: { action: 'model.set', service: '' },
    path: '/api/v1/model',
    body: ({ reason }) => ({ mode: 'suggest', tokens_per_day: 1_000, reason }),
  },
  'get /api/v1/model/preview': { path: '/api/v1/model/preview' },
  'get /api/v1/model/verdicts': { path: '/api/v1/model/verdicts' },
  'post /api/v1/model/verdicts/{service}/{signature}/{decision}': {
    audited: { action: 'model.refused', service: OWN_SERVICE },
    path: `/api/v1/model/verdicts/${OWN_SERVICE}/${SIGNATURE}/refuse`,
    body: ({ reason }) => ({ reason }),
  },
  'get /api/v1/model/calls': { path: '/api/v1/model/calls' },
  'post /api/v1/model/exam': {
    audited: { action: 'model.exam', service: '' },
    path: '/api/v1/model/exam',
    body: ({ reason }) => ({ reason }),
  },
  'get /api/v1/webhook': { path: '/api/v1/webhook', before: { method: 'put', body: WEBHOOK } },
  'put /api/v1/webhook': {
    audited: { action: 'webhook.set', service: '' },
    path: '/api/v1/webhook',
    body: () => WEBHOOK,
  },
  'post /api/v1/webhook/test': {
    path: '/api/v1/webhook/test',
    before: { method: 'put', path: '/api/v1/webhook', body: WEBHOOK },
  },
  'delete /api/v1/webhook': {
    audited: { action: 'webhook.removed', service: '' },
    path: '/api/v1/webhook',
    before: { method: 'put', body: WEBHOOK },
  },
  'get /api/v1/posthog/connection': {
    path: '/api/v1/posthog/connection',
    before: { method: 'put', body: POSTHOG },
  },
  'put /api/v1/posthog/connection': {
    audited: { action: 'posthog.connected', service: '' },
    path: '/api/v1/posthog/connection',
    body: () => POSTHOG,
  },
  'post /api/v1/posthog/connection/probe': {
    audited: { action: 'posthog.probed', service: '' },
    path: '/api/v1/posthog/connection/probe',
    before: { method: 'put', path: '/api/v1/posthog/connection', body: POSTHOG },
  },
  'delete /api/v1/posthog/connection': {
    audited: { action: 'posthog.disconnected', service: '' },
    path: '/api/v1/posthog/connection',
    before: { method: 'put', body: POSTHOG },
  },
  'put /api/v1/posthog/board': {
    audited: { action: 'posthog.board_asked', service: '' },
    path: '/api/v1/posthog/board',
    before: { method: 'put', path: '/api/v1/posthog/connection', body: POSTHOG },
  },
  'delete /api/v1/posthog/board': {
    audited: { action: 'posthog.board_removed', service: '' },
    path: '/api/v1/posthog/board',
    before: { method: 'put', path: '/api/v1/posthog/connection', body: POSTHOG },
  },
  'get /api/v1/posthog/imports': { path: '/api/v1/posthog/imports' },
  'post /api/v1/posthog/imports': {
    audited: { action: 'posthog.import_started', service: '' },
    path: '/api/v1/posthog/imports',
    body: () => ({ import_id: `import-${++imports}`, hours: 1, reason: 'a test' }),
    before: { method: 'put', path: '/api/v1/posthog/connection', body: POSTHOG },
  },
  'post /api/v1/posthog/imports/{import_id}/cancel': {
    audited: { action: 'posthog.import_cancelled', service: '' },
    path: '/api/v1/posthog/imports/import-to-cancel/cancel',
    before: { method: 'post', path: '/api/v1/posthog/imports', body: { import_id: 'import-to-cancel', hours: 1 } },
  },
  'post /api/v1/services/{service}/past': {
    audited: { action: 'past.imported', service: OWN_SERVICE },
    path: `${SERVICE}/past`,
    body: () => ({ hours: 1, patterns: [PAST] }),
  },
  'post /api/v1/services/{service}/past/hours': {
    audited: { action: 'past.imported', service: OWN_SERVICE },
    path: `${SERVICE}/past/hours`,
    body: () => ({ import_id: 'import-1', hours: [{ hour: TEN - ++importedHours * 3_600, patterns: [HOUR_PATTERN] }] }),
  },
  'get /api/v1/audit': { path: '/api/v1/audit' },
  'get /api/v1/pulse': { path: '/api/v1/pulse' },
  'get /api/v1/settings': { path: '/api/v1/settings' },
  'get /api/v1/timeline': { path: '/api/v1/timeline' },
  'get /api/v1/services': { path: '/api/v1/services' },
  'delete /api/v1/services/{service}': {
    audited: { action: 'service.removed', service: 'gone' },
    path: '/api/v1/services/gone',
    before: { method: 'post', path: '/api/v1/services/gone/past', body: { hours: 1, patterns: [PAST] } },
  },
  'get /api/v1/services/{service}/instances': { path: `/api/v1/services/${OWN_SERVICE}/instances` },
  'get /api/v1/services/{service}/merge-rules': { path: `/api/v1/services/${OWN_SERVICE}/merge-rules` },
  'get /api/v1/services/{service}/timeline': { path: `/api/v1/services/${OWN_SERVICE}/timeline` },
  'get /api/v1/patterns': { path: '/api/v1/patterns' },
  'get /api/v1/patterns/{signature}': { path: `/api/v1/patterns/${SIGNATURE}` },
  'delete /api/v1/services/{service}/patterns/{signature}/template': {
    audited: { action: 'template.removed', service: OWN_SERVICE },
    path: `${SERVICE}/patterns/${SIGNATURE}/template`,
  },
  'get /api/v1/templates': { path: '/api/v1/templates' },
  'post /api/v1/wishes': {
    path: '/api/v1/wishes',
    body: () => ({ text: 'budget 5 GB a day', services: [OWN_SERVICE] }),
  },
  'post /api/v1/wishes/apply': {
    audited: { action: 'wish.applied', service: OWN_SERVICE },
    path: '/api/v1/wishes/apply',
    body: ({ reason }) => ({
      draft: { budget: WISHED, wants: [] },
      services: [OWN_SERVICE],
      hash: hashOf([], { service: OWN_SERVICE, ...WISHED }),
      reason,
    }),
  },
  'get /api/v1/keys': { path: '/api/v1/keys' },
  'post /api/v1/keys': {
    audited: { action: 'key.created', service: '' },
    path: '/api/v1/keys',
    body: () => ({ name: 'made', scopes: ['read'] }),
  },
  'delete /api/v1/keys/{id}': {
    audited: { action: 'key.revoked', service: '' },
    path: '/api/v1/keys/{spare}',
  },
}
