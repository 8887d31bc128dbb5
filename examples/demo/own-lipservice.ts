import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createLog, readConfig, startServer } from 'lipservice-server'
import type { Incident, PatternSummary, PolicyVersion, Savings } from './api-types.ts'
import type { Budget } from './budgets.ts'
import type { Observed } from './observation.ts'

const SETTLE_ATTEMPTS = 50
const SETTLE_MILLIS = 100
/** One less than may be: what was logged since the demo began is part of two days. */
const PAST_HOURS = 47
const THREE_DAYS = 3 * 86_400
/** What takes a server minutes and hours, a demo has seconds for. */
const FLAGS = {
  port: '0',
  'flush-seconds': '0.3',
  'report-seconds': '1',
  'refresh-seconds': '1',
  'history-seconds': '0',
  'control-seconds': '0.5',
  'revise-seconds': '3',
  'shadow-seconds': '1',
  'canary-seconds': '0',
  'detect-seconds': '0.5',
}

/** A LipService server of the demo's own, with an empty database, and what its API says. */
export interface OwnLipService {
  readonly url: string
  readonly apiKey: string
  /** Returns an address of its page that logs in once, within five minutes. */
  loginLink(): Promise<string>
  patterns(): Promise<readonly PatternSummary[]>
  /** Tells it that the past two days were like what was observed, with as much kept as the budgets say. */
  backfill(observed: readonly Observed[], budgets: readonly Budget[]): Promise<void>
  setBudget(budget: Budget): Promise<void>
  versions(service: string): Promise<readonly PolicyVersion[]>
  incidents(): Promise<readonly Incident[]>
  /** Of the demo itself, without the past it was told. */
  savings(since: number): Promise<readonly Savings[]>
  /** What it has counted besides that past, once that is `seen` records or five seconds have passed. */
  counted(seen: number): Promise<{ seen: number; reports: number }>
  close(): Promise<void>
}

export async function startOwnLipService(): Promise<OwnLipService> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-demo-'))
  const database = join(folder, 'lipservice.db')
  const args = Object.entries({ ...FLAGS, database }).flatMap(([name, value]) => [`--${name}`, value])
  const server = await startServer(readConfig(args, {}), createLog('silent'))
  const apiKey = server.firstKey!
  const startedAt = Math.floor(Date.now() / 1000)
  let imported = 0

  async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`LipService answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async function countedNow(): Promise<{ seen: number; reports: number }> {
    const { services } = await call<{ services: { name: string; seen: number }[] }>(
      `/api/v1/services?from=${Math.floor(Date.now() / 1000) - THREE_DAYS}`,
    )
    let seen = -imported
    let reports = 0
    for (const { name, seen: own } of services) {
      seen += own
      const { instances } = await call<{ instances: { reports: number }[] }>(`/api/v1/services/${name}/instances`)
      for (const instance of instances) reports += instance.reports
    }
    return { seen, reports }
  }

  return {
    url: server.url,
    apiKey,
    async loginLink() {
      const link = await server.makeLoginLink()
      if (link === undefined) throw new Error("LipService's page was not built: npm run build")
      return link
    },
    patterns: async () => (await call<{ patterns: PatternSummary[] }>('/api/v1/patterns?limit=500')).patterns,
    async backfill(observed, budgets) {
      for (const { service, patterns, overheadBytes } of observed) {
        const keptShare = budgets.find((budget) => budget.service === service)!.share
        const past = {
          hours: PAST_HOURS,
          until: startedAt,
          overhead_bytes_per_record: overheadBytes,
          patterns: patterns.map((pattern) => ({ ...pattern, kept_share: keptShare })),
        }
        const body = JSON.stringify(past)
        imported += (await call<{ records: number }>(`/api/v1/services/${service}/past`, { method: 'POST', body }))
          .records
      }
    },
    async setBudget({ path, unit, amount }) {
      await call(path, { method: 'PUT', body: JSON.stringify({ unit, amount, reason: 'the bill of last month' }) })
    },
    async versions(service) {
      const path = `/api/v1/policies/${service}`
      const { versions } = await call<{ versions: { version: number }[] }>(`${path}/history?limit=100`)
      return Promise.all(versions.toReversed().map(({ version }) => call<PolicyVersion>(`${path}/versions/${version}`)))
    },
    incidents: async () => (await call<{ incidents: Incident[] }>('/api/v1/incidents')).incidents,
    savings: async (since) =>
      (await call<{ services: Savings[] }>(`/api/v1/savings?from=${Math.floor(since)}`)).services,
    async counted(seen) {
      for (let attempt = 0; ; attempt++) {
        const counted = await countedNow()
        if (counted.seen === seen || attempt === SETTLE_ATTEMPTS) return counted
        await wait(SETTLE_MILLIS)
      }
    },
    async close() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
