import { type Attributes, type BatchObservableCallback, type Meter, metrics } from '@opentelemetry/api'
import type { AdaptiveLoggingStats } from '../instance/adaptive-logging.js'
import type { PolicyInForce } from '../sampling/policy-state.js'

export interface MetricsSource {
  stats(): AdaptiveLoggingStats
  policy(): PolicyInForce
}

type Emit = (value: number, attributes?: Attributes) => void
type Observe = (stats: AdaptiveLoggingStats, emit: Emit, policy: PolicyInForce) => void

interface Row {
  readonly kind: 'counter' | 'up-down' | 'gauge'
  readonly unit: string
  readonly description: string
  readonly observe: Observe
}

const byReason =
  (pick: (stats: AdaptiveLoggingStats) => Readonly<Record<string, number>>, attribute: string): Observe =>
  (stats, emit) => {
    for (const [reason, value] of Object.entries(pick(stats))) emit(value, { [attribute]: reason })
  }
const one =
  (pick: (stats: AdaptiveLoggingStats, policy: PolicyInForce) => number | undefined): Observe =>
  (stats, emit, policy) => {
    const value = pick(stats, policy)
    if (value !== undefined) emit(value)
  }

/** OpenTelemetry's names for SDK metrics where it has one, `lipservice.*` for the rest. */
const TABLE: Readonly<Record<string, Row>> = {
  'otel.sdk.log.created': {
    kind: 'counter',
    unit: '{log_record}',
    description: 'Log records seen',
    observe: one(({ seen }) => seen),
  },
  'lipservice.log.kept': {
    kind: 'counter',
    unit: '{log_record}',
    description: 'Log records kept, by reason',
    observe: byReason(({ keptByReason }) => keptByReason, 'lipservice.reason'),
  },
  'lipservice.log.dropped': {
    kind: 'counter',
    unit: '{log_record}',
    description: 'Log records dropped, by reason',
    observe: byReason(({ dropped }) => dropped, 'lipservice.reason'),
  },
  'lipservice.log.unrepresented': {
    kind: 'counter',
    unit: '{log_record}',
    description: 'Log records that no weight stands for, by reason',
    observe: byReason(({ unrepresentedByReason }) => unrepresentedByReason, 'lipservice.reason'),
  },
  'lipservice.log.size': {
    kind: 'counter',
    unit: 'By',
    description: 'Uncompressed OTLP bytes of all log records seen',
    observe: one(({ bytesSeen }) => bytesSeen),
  },
  'lipservice.log.saved': {
    kind: 'counter',
    unit: 'By',
    description: 'Uncompressed OTLP bytes that were not shipped, or in shadow mode would not have been',
    observe: one(({ savings }) => savings.bytes),
  },
  'lipservice.pattern.count': {
    kind: 'up-down',
    unit: '{pattern}',
    description: 'Patterns in the table',
    observe: one(({ patterns }) => patterns.length),
  },
  'lipservice.pattern.evicted': {
    kind: 'counter',
    unit: '{pattern}',
    description: 'Patterns that had to leave the table',
    observe: one(({ patternsEvicted }) => patternsEvicted),
  },
  'lipservice.pattern.surges': {
    kind: 'counter',
    unit: '{surge}',
    description: 'Surges of patterns',
    observe: one(({ surges }) => surges.patterns),
  },
  'lipservice.policy.age': {
    kind: 'gauge',
    unit: 's',
    description: 'Time since the policy in force was accepted',
    observe: one((_, { ageMillis }) => (ageMillis === undefined ? undefined : ageMillis / 1_000)),
  },
  'lipservice.budget.utilization': {
    kind: 'gauge',
    unit: '1',
    description: 'Of the budget, what was kept in the last minute',
    observe: one(({ budget }) => (budget === undefined ? undefined : budget.spentPerSecond / budget.perSecond)),
  },
  'otel.sdk.exporter.log.exported': {
    kind: 'counter',
    unit: '{log_record}',
    description: 'Log records delivered, and lost on their way by error.type',
    observe({ delivery }, emit) {
      emit(delivery.delivered)
      for (const [reason, count] of Object.entries(delivery.dropped)) emit(count, { 'error.type': reason })
    },
  },
  'otel.sdk.exporter.log.inflight': {
    kind: 'up-down',
    unit: '{log_record}',
    description: 'Log records waiting or under way',
    observe: one(({ delivery }) => delivery.pending),
  },
  'lipservice.spool.size': {
    kind: 'up-down',
    unit: 'By',
    description: 'Errors on disk that are not delivered yet, in whole segments',
    observe: one(({ delivery }) => delivery.spool?.bytes),
  },
  'lipservice.spool.unusable': {
    kind: 'counter',
    unit: '{episode}',
    description: 'How often the disk was given up because it failed or was slow',
    observe: one(({ delivery }) => delivery.spool?.episodes),
  },
}

/**
 * Exposes `stats()` as OpenTelemetry metrics, read when they are collected. Without a meter provider nothing happens; `attach`
 * called again finds one that was registered later.
 */
export interface SdkMetrics {
  attach(): void
  detach(): void
}

export function createSdkMetrics(source: MetricsSource): SdkMetrics {
  let provider: unknown
  let detach = () => {}
  return {
    attach() {
      const current = metrics.getMeterProvider()
      if (current === provider) return
      detach()
      provider = current
      detach = observeWith(current.getMeter('lipservice'), source)
    },
    detach: () => detach(),
  }
}

function observeWith(meter: Meter, source: MetricsSource): () => void {
  const rows = Object.entries(TABLE).map(([name, { kind, unit, description, observe }]) => {
    const create = {
      counter: 'createObservableCounter',
      'up-down': 'createObservableUpDownCounter',
      gauge: 'createObservableGauge',
    } as const
    return { instrument: meter[create[kind]](name, { unit, description }), observe }
  })
  const instruments = rows.map(({ instrument }) => instrument)
  const callback: BatchObservableCallback = (result) => {
    const stats = source.stats()
    const policy = source.policy()
    for (const { instrument, observe } of rows) {
      observe(stats, (value, attributes) => result.observe(instrument, value, attributes), policy)
    }
  }
  meter.addBatchObservableCallback(callback, instruments)
  return () => meter.removeBatchObservableCallback(callback, instruments)
}
