import type { Batch } from '../../delivery/batch.js'
import { createBatchCutter } from '../../delivery/batch-cutter.js'
import { DeliveryLedger } from '../../delivery/delivery-ledger.js'
import { LINGER_MILLIS } from '../../delivery/dispatcher.js'
import { DEFAULT_SCOPE, MAX_DEFERRED_BYTES } from '../../delivery/intake.js'
import type { KeptMeta, KeptRecord } from '../../delivery/kept-record.js'
import { Lane } from '../../delivery/lane.js'
import { createEncoding } from '../../delivery/otlp/create-encoding.js'
import { scopeOf } from '../../delivery/otlp/record-fields.js'
import { ENTRY_BYTES } from '../../delivery/summary-record.js'
import type { Timer } from '../../internal/timer.js'
import { resolveRedact } from '../../options/redact-option.js'
import type { LogRecord, Resource } from '../../record/log-record.js'
import { createRedactor } from '../../redaction/redactor.js'
import type { ManualClock } from '../../testing/manual-clock.js'

type LaneName = keyof typeof LINGER_MILLIS

export interface ShippingOptions {
  readonly clock: ManualClock
  readonly resource: Resource
  /** A record was encoded; `bytes` is without stamps. */
  readonly onEncoded: (pattern: KeptMeta, estimatedBytes: number, bytes: number) => void
  /** A batch was cut; `overheadBytes` = its body beyond its records without stamps. */
  readonly onOverhead: (records: number, overheadBytes: number) => void
  readonly onBatch: (batch: Batch) => void
}

/**
 * The delivery of an app as far as the engine hears of it: records wait in their lanes for a batch, as long as they do live, and the backend
 * answers at once.
 */
export interface Shipping {
  /** @param lineBytes of a record that is encoded when its batch is cut; `undefined`: it is encoded at once */
  accept(record: LogRecord, meta: KeptMeta, lineBytes: number | undefined): void
  /** Cuts what waits. */
  end(): void
}

export function createShipping({ clock, resource, onEncoded, onOverhead, onBatch }: ShippingOptions): Shipping {
  const redactor = createRedactor(resolveRedact(undefined), () => {})
  const origin = { encoding: createEncoding('protobuf', redactor), resource }
  const cutter = createBatchCutter({
    epochMillis: clock.now,
    ledger: new DeliveryLedger(() => {}),
    onEncoded,
    onBatch: onOverhead,
  })
  const unlimited = () => new Lane(Number.POSITIVE_INFINITY)
  const lanes: Readonly<Record<LaneName, Lane>> = { guaranteed: unlimited(), sampled: unlimited() }
  const since: Record<LaneName, number> = { guaranteed: Number.NaN, sampled: Number.NaN }
  let [timer, timerAt]: [Timer | undefined, number] = [undefined, Number.POSITIVE_INFINITY]
  let [sequence, isEnding] = [0, false]

  function encoded(record: LogRecord, meta: KeptMeta): Pick<KeptRecord, 'bytes' | 'stampBytes' | 'size' | 'scope'> {
    const { bytes, stampBytes } = cutter.encode(record, meta, origin, clock.now())
    return { bytes, stampBytes, size: bytes.length + ENTRY_BYTES, scope: scopeOf(record, DEFAULT_SCOPE) }
  }

  const names: readonly LaneName[] = ['guaranteed', 'sampled']
  const dueAt = (name: LaneName): number => {
    if (lanes[name].count === 0) return Number.POSITIVE_INFINITY
    return isEnding || cutter.isFull(lanes[name]) ? Number.NEGATIVE_INFINITY : since[name] + LINGER_MILLIS[name]
  }

  function startLingering(now: number): void {
    for (const name of names) if (lanes[name].count > 0 && Number.isNaN(since[name])) since[name] = now
  }

  function pump(): void {
    const now = clock.monotonic()
    timer = undefined
    timerAt = Number.POSITIVE_INFINITY
    for (;;) {
      startLingering(now)
      const name = names.find((one) => now >= dueAt(one))
      if (name === undefined) break
      since[name] = Number.NaN
      const batch = cutter.cut(lanes[name], name, false)
      if (batch !== undefined) onBatch(batch)
    }
    arm(now)
  }

  /** One timer, as live: while it runs, a sampled record that is the first in its lane begins to wait when it fires. */
  function arm(now: number): void {
    startLingering(now)
    const at = Math.min(...names.map(dueAt))
    if (at === timerAt) return
    timer?.cancel()
    timerAt = at
    timer = at === Number.POSITIVE_INFINITY ? undefined : clock.after(Math.max(0, at - now), pump)
  }

  function wake(): void {
    const isNew = lanes.guaranteed.count > 0 && Number.isNaN(since.guaranteed)
    const isFull = names.some((name) => cutter.isFull(lanes[name]))
    if (timer !== undefined && !isNew && (!isFull || timerAt === Number.NEGATIVE_INFINITY)) return
    arm(clock.monotonic())
  }

  return {
    accept(record, meta, lineBytes) {
      const isDeferred = lineBytes !== undefined && lineBytes <= MAX_DEFERRED_BYTES
      const bytes = isDeferred
        ? { bytes: undefined, stampBytes: 0, size: lineBytes + ENTRY_BYTES, scope: DEFAULT_SCOPE }
        : encoded(record, meta)
      const place = { origin, ticket: undefined, sequence: sequence++, timeMillis: clock.now() }
      const parse = isDeferred ? () => record : undefined
      lanes[meta.guaranteed ? 'guaranteed' : 'sampled'].push({ meta, ...place, ...bytes, parse })
      wake()
    },
    end() {
      isEnding = true
      pump()
      isEnding = false
    },
  }
}
