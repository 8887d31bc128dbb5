import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { afterEach, describe, expect, it } from 'vitest'
import { startUnderTest } from '../support/logging-under-test.js'

describe('SDK metrics', () => {
  let exporter: InMemoryMetricExporter
  let provider: MeterProvider | undefined

  const register = () => {
    exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
    provider = new MeterProvider({ readers: [reader] })
    metrics.setGlobalMeterProvider(provider)
  }
  const collected = async () => {
    exporter.reset()
    await provider!.forceFlush()
    const points = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    return Object.fromEntries(
      points.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ value, attributes }) => [[descriptor.name, ...Object.values(attributes)].join(' '), value]),
      ),
    )
  }
  afterEach(async () => {
    metrics.disable()
    await provider?.shutdown()
  })

  it('are what stats() says', async () => {
    register()
    const test = await startUnderTest({ budget: { recordsPerSecond: 5 }, minimumSeverity: 'debug' })
    for (let i = 0; i < 500; i++) test.logging.sample({ severityNumber: 9, body: `noise ${i}` })
    test.logging.sample({ severityNumber: 1, body: 'trace' })
    const { seen, kept, dropped, bytesSeen } = test.logging.stats()
    const values = await collected()
    expect(values).toMatchObject({
      'otel.sdk.log.created': seen,
      'lipservice.log.kept first': 1,
      'lipservice.log.dropped adaptive': dropped.adaptive,
      'lipservice.log.dropped minimum_severity': 1,
      'lipservice.log.unrepresented minimum_severity': 1,
      'lipservice.log.size': bytesSeen,
      'lipservice.pattern.count': 2,
      'lipservice.pattern.evicted': 0,
    })
    expect(kept + dropped.adaptive + 1).toBe(seen)
    expect(values).not.toHaveProperty('lipservice.policy.age')
    await test.close()
  })

  it('are found when the meter provider comes later', async () => {
    const test = await startUnderTest()
    test.logging.sample({ severityNumber: 9, body: 'early' })
    register()
    test.clock.advance(10_000)
    test.logging.sample({ severityNumber: 9, body: 'later' })
    expect(await collected()).toMatchObject({ 'otel.sdk.log.created': 2 })
    await test.close()
  })
})
