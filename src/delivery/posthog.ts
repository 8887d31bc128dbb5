import { systemClock } from '../internal/clock.js'
import { within } from '../internal/deadline.js'
import { createDiag } from '../internal/diag.js'
import { publicText } from '../internal/public-text.js'
import { systemRandom } from '../internal/random.js'
import { systemTimers } from '../internal/timer.js'
import type { LogRecord, Resource } from '../record/log-record.js'
import { ownStampsOf } from '../record/own-stamps.js'
import type { LogRecordExporter } from '../record/sdk-types.js'
import { beginRecord } from '../record/wide-objects.js'
import { createRedactor } from '../redaction/redactor.js'
import { createDelivery, type Delivery } from './delivery.js'

const DEFAULT_HOST = 'https://us.i.posthog.com'
const DETECT_ONLY = { detect: true, paths: [], transform: undefined }
const DEFAULT_TIMEOUT_MILLIS = 10_000
/** Providers that may share one exporter, each with a resource of its own. */
const MAX_RESOURCES = 16

/** Returns the URL of PostHog's OTLP endpoint for logs at an ingestion host. */
export function posthogLogsUrl(host: string): string {
  return `${host.replace(/\/+$/, '')}/i/v1/logs`
}

/** Options of {@link createPostHogLogExporter}. A wrong one throws a `TypeError` or `RangeError` that names it. */
export interface PostHogLogExporterOptions {
  /** PostHog project token (`phc_…`). */
  readonly posthogApiKey: string
  /** Default: `https://us.i.posthog.com`. */
  readonly posthogHost?: string
  /** Default: `protobuf`; PostHog bills less than half the bytes of JSON. */
  readonly encoding?: 'protobuf' | 'json'
  /** How long an export may take before it counts as failed. Default: 10,000 ms. */
  readonly timeoutMillis?: number
}

/**
 * Returns an OpenTelemetry `LogRecordExporter` that knows PostHog's responses: it splits what is too large, finds the one bad
 * record of a refused batch, repeats what a 500 or a time-out left open, and masks secrets. It does not sample. For apps that
 * bring their own batch processor.
 *
 * @example
 * new BatchLogRecordProcessor({ exporter: createPostHogLogExporter({ posthogApiKey: 'phc_…' }) })
 */
export function createPostHogLogExporter(options: PostHogLogExporterOptions): Required<LogRecordExporter> {
  const { posthogApiKey, posthogHost = DEFAULT_HOST, encoding = 'protobuf' } = options
  const { timeoutMillis = DEFAULT_TIMEOUT_MILLIS } = options
  if (typeof posthogApiKey !== 'string' || posthogApiKey === '') {
    throw new TypeError('lipservice: posthogApiKey must be a PostHog project token')
  }
  if (!URL.canParse(posthogHost) || !/^https?:/i.test(posthogHost)) {
    throw new RangeError(
      `lipservice: posthogHost must be an http:// or https:// URL; got '${publicText(String(posthogHost))}'`,
    )
  }
  const redactor = createRedactor(DETECT_ONLY, () => {})
  const deliveries = new Map<Resource, Delivery>()

  function deliveryFor(resource: Resource): Delivery {
    const known = deliveries.get(resource)
    if (known !== undefined) return known
    const last = [...deliveries.values()].at(-1)
    if (last !== undefined && deliveries.size >= MAX_RESOURCES) return last
    const delivery = createDelivery({
      url: posthogLogsUrl(posthogHost),
      headers: { authorization: `Bearer ${posthogApiKey}` },
      encoding,
      resource,
      redactor,
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      diag: createDiag(),
      onEncoded: () => {},
      onUnrepresented: () => {},
    })
    deliveries.set(resource, delivery)
    return delivery
  }

  const all = (act: (delivery: Delivery) => Promise<void>) => Promise.all([...deliveries.values()].map(act))
  /** Returns how many records still wait, and how many are lost. */
  const balance = () => {
    let pending = 0
    let lost = 0
    for (const delivery of deliveries.values()) {
      const stats = delivery.stats()
      pending += stats.pending
      lost += stats.accepted - stats.delivered - stats.pending
    }
    return { pending, lost }
  }
  // One export at a time, so that each gets the result of its own records.
  let exports = Promise.resolve()

  async function exportAll(records: Parameters<LogRecordExporter['export']>[0]): Promise<ExportResult> {
    const lostBefore = balance().lost
    for (const record of records) {
      beginRecord()
      const sampled = record as unknown as LogRecord
      const meta = { ...UNSAMPLED_META, stamps: ownStampsOf(sampled) ?? {} }
      deliveryFor(record.resource as Resource).accept(sampled, meta)
    }
    await all((delivery) => delivery.forceFlush({ timeoutMillis }))
    const { pending, lost } = balance()
    const missing = pending + lost - lostBefore
    if (missing === 0) return { code: 0 }
    return { code: 1, error: new Error(`lipservice: ${missing} log records were not acknowledged`) }
  }

  return {
    export(records, done) {
      exports = exports
        .then(() => exportAll(records))
        .catch((error: Error) => ({ code: 1, error }))
        .then(done)
        .catch(() => {})
    },
    async forceFlush() {
      await within(timeoutMillis, systemTimers, exports)
      await all((delivery) => delivery.forceFlush({ timeoutMillis }))
    },
    async shutdown() {
      await within(timeoutMillis, systemTimers, exports)
      await all((delivery) => delivery.shutdown({ timeoutMillis }))
    },
  }
}

type ExportResult = Parameters<Parameters<LogRecordExporter['export']>[1]>[0]

const UNSAMPLED_META = { guaranteed: false, durable: false, weight: 1, signature: '', estimatedBytes: 0 }
