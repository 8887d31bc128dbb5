import { createHash } from 'node:crypto'
import { STATS_PATH } from '../protocol/endpoints.js'
import type { StatsReceipt } from '../protocol/stats-receipt.js'
import { parseStatsReport, type StatsReport } from '../protocol/stats-report.js'
import { type IncomingRequest, type Script, type ScriptedAnswer, startScriptedServer } from './scripted-server.js'
import { Waiting } from './waiting.js'

const POLICY_PATH = /^\/api\/v1\/policies\/([^/?]+)(\?.*)?$/
const DEFAULT_TIMEOUT_MILLIS = 10_000

/** Options of {@link startFakeLipService}. */
export interface FakeLipServiceOptions {
  /** Default: 0, any free port. */
  readonly port?: number
  /** The key it accepts. Default: `lipservice-test-key`. */
  readonly apiKey?: string
  /** The policy document it serves. Default: none, so that it responds with 404. */
  readonly policy?: object
  /** Seconds until the next report, as it tells its clients. Default: it says nothing. */
  readonly nextReportSeconds?: number
  /** What else its receipts say, as `{ templates_once: true }`. Default: nothing. */
  readonly receipt?: StatsReceipt
}

/** A LipService server on loopback: serves one policy, takes reports. */
export interface FakeLipService {
  /** For `lipserviceUrl`. */
  readonly url: string
  /** For `lipserviceApiKey`. */
  readonly apiKey: string
  /** Reports accepted, repeats left out. */
  readonly reports: readonly StatsReport[]
  /** Reports that repeated an accepted `(instance_id, sequence)`. */
  readonly duplicates: number
  /** What was wrong with reports that were refused. */
  readonly problems: readonly string[]
  /** Policy requests received. */
  readonly policyRequests: number
  /** Serves another document, under another ETag; `undefined` = 404. Any object goes, valid or not. */
  setPolicy(policy: object | undefined): void
  /** Resolves when so many reports were accepted. Rejects after 10 s or `timeoutMillis`. */
  waitForReports(count: number, options?: { timeoutMillis?: number }): Promise<void>
  /** Resolves when the policy was asked for so often. Rejects after 10 s or `timeoutMillis`. */
  waitForPolicyRequests(count: number, options?: { timeoutMillis?: number }): Promise<void>
  /** Sets the responses to the next requests to either endpoint; `undefined` ends the script. */
  answer(script: Script | undefined): void
  /** Closes the server and its connections. */
  close(): Promise<void>
}

/**
 * Starts a LipService server for tests.
 *
 * @example
 * const lipservice = await startFakeLipService({ policy: { version: 1, global_rate: 0.1 } })
 * configureAdaptiveLogging({ lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey })
 */
export async function startFakeLipService(options: FakeLipServiceOptions = {}): Promise<FakeLipService> {
  const { port = 0, apiKey = 'lipservice-test-key', nextReportSeconds, receipt } = options
  let policy = options.policy
  let policyRequests = 0
  let duplicates = 0
  const reports: StatsReport[] = []
  const problems: string[] = []
  const known = new Set<string>()
  const waiting = new Waiting()

  function servePolicy(request: IncomingRequest): ScriptedAnswer {
    policyRequests++
    if (policy === undefined) return json(404, { error: 'no policy yet' })
    const body = JSON.stringify(policy)
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
    if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
    return { status: 200, headers: { etag, 'content-type': 'application/json' }, body }
  }

  function takeReport(request: IncomingRequest): ScriptedAnswer {
    const parsed = parseStatsReport(parse(request.body))
    if (!parsed.ok) {
      problems.push(parsed.problem)
      return json(400, { error: parsed.problem })
    }
    const key = `${parsed.value.instance_id}/${parsed.value.sequence}`
    if (known.has(key)) duplicates++
    else {
      known.add(key)
      reports.push(parsed.value)
    }
    const version = (policy as { version?: unknown } | undefined)?.version
    return json(202, {
      ...receipt,
      ...(typeof version === 'number' && { policy_version: version }),
      ...(nextReportSeconds !== undefined && { next_report_seconds: nextReportSeconds }),
    })
  }

  const server = await startScriptedServer(port, (request) => {
    if (request.headers['authorization'] !== `Bearer ${apiKey}`) return json(401, { error: 'invalid key' })
    const isPolicy = request.method === 'GET' && POLICY_PATH.test(request.path)
    const isReport = request.method === 'POST' && request.path === STATS_PATH
    const answer = isPolicy
      ? servePolicy(request)
      : isReport
        ? takeReport(request)
        : json(404, { error: 'no such endpoint' })
    waiting.arrived()
    return answer
  })

  return {
    url: server.url,
    apiKey,
    reports,
    problems,
    get duplicates() {
      return duplicates
    },
    get policyRequests() {
      return policyRequests
    },
    setPolicy(next) {
      policy = next
    },
    waitForReports: (count, { timeoutMillis = DEFAULT_TIMEOUT_MILLIS } = {}) =>
      waiting.until(() => reports.length >= count, timeoutMillis, `report ${count}`),
    waitForPolicyRequests: (count, { timeoutMillis = DEFAULT_TIMEOUT_MILLIS } = {}) =>
      waiting.until(() => policyRequests >= count, timeoutMillis, `policy request ${count}`),
    answer: (script) => server.script(script),
    close: () => server.close(),
  }
}

function json(status: number, value: object): ScriptedAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
