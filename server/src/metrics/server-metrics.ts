import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds of requests, flushes and jobs. */
const REQUEST_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const WORK_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** What is asked when somebody looks. */
export interface Observed {
  /** Reports that wait for a flush, and part of what may wait: 0–1. */
  readonly waiting: () => { readonly reports: number; readonly load: number }
  /** Whether the database takes writes. */
  readonly isWritable: () => boolean
  readonly leads: () => boolean
  /** What services and patterns in memory take. */
  readonly catalogBytes: () => number
}

/**
 * Metrics of the server itself, as Prometheus reads them. They name no team, service or pattern: who may look at them need not know those.
 */
export interface ServerMetrics {
  readonly contentType: string
  /** @param route with `{name}` for parameters, so that there are few of them */
  request(method: string, route: string, status: number, seconds: number): void
  flush(outcome: 'written' | 'failed', seconds: number): void
  job(name: string, outcome: 'done' | 'failed', seconds: number): void
  /** To be called once, when there is something to look at. */
  observe(observed: Observed): void
  /** Returns all of them in Prometheus' text format. */
  text(): Promise<string>
}

export function createServerMetrics(version: string): ServerMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'lipservice_http_request_duration_seconds',
    help: 'Requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers,
  })
  const flushes = new Histogram({
    name: 'lipservice_flush_duration_seconds',
    help: 'Writes of waiting reports.',
    labelNames: ['outcome'],
    buckets: WORK_BUCKETS,
    registers,
  })
  const jobs = new Histogram({
    name: 'lipservice_job_duration_seconds',
    help: 'Jobs of the leader.',
    labelNames: ['task', 'outcome'],
    buckets: WORK_BUCKETS,
    registers,
  })
  const failures = new Counter({
    name: 'lipservice_job_failures_total',
    help: 'Jobs of the leader that failed.',
    labelNames: ['task'],
    registers,
  })
  new Gauge({ name: 'lipservice_build_info', help: 'Version of the server.', labelNames: ['version'], registers }).set(
    { version },
    1,
  )

  return {
    contentType: registry.contentType,
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    flush: (outcome, seconds) => flushes.observe({ outcome }, seconds),
    job(name, outcome, seconds) {
      jobs.observe({ task: name, outcome }, seconds)
      if (outcome === 'failed') failures.inc({ task: name })
    },
    observe({ waiting, isWritable, leads, catalogBytes }) {
      const gauge = (name: string, help: string, value: () => number) =>
        new Gauge({
          name: `lipservice_${name}`,
          help,
          registers,
          collect() {
            this.set(value())
          },
        })
      gauge('reports_waiting', 'Acknowledged reports that are not written yet.', () => waiting().reports)
      gauge('reports_waiting_ratio', 'Part of what may wait; at 1 reports are refused.', () => waiting().load)
      gauge('database_writable', '1: the database takes writes.', () => Number(isWritable()))
      gauge('leader', '1: this replica leads.', () => Number(leads()))
      gauge('catalog_bytes', 'Services and patterns in memory, as far as they are bounded.', catalogBytes)
    },
    text: () => registry.metrics(),
  }
}
