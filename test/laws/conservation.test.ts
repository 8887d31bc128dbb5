import fc from 'fast-check'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { wrapPino } from '../../src/pino.js'
import { seededRandom, startFakeLipService } from '../../src/testing.js'
import { conservation, type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

type Emit = (severityNumber: number, body: string) => void

const ADAPTERS: Record<string, (test: LoggingUnderTest) => Emit> = {
  OpenTelemetry: ({ logging }) => {
    const logger = logging.getLogger('law')
    return (severityNumber, body) => logger.emit({ severityNumber, body })
  },
  pino: () => {
    const logger = wrapPino(pino({ level: 'trace' }, { write() {} }))
    const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
    return (severityNumber, body) => logger[levels[(severityNumber - 1) >> 2]!](body)
  },
}

const rate = fc.constantFrom(0, 0.001, 0.02, 0.5, 1)
const policy = fc.record(
  {
    version: fc.nat(1_000_000),
    global_rate: rate,
    severity_rates: fc.record({ DEBUG: rate, INFO: rate, WARNING: rate, ERROR: rate }, { requiredKeys: [] }),
    mode: fc.constantFrom('active' as const, 'shadow' as const, 'off' as const),
    keep_first: fc.record({ count: fc.integer({ min: 1, max: 10 }), per_seconds: fc.integer({ min: 1, max: 120 }) }),
    budget: fc.record({ bytes_per_second: fc.integer({ min: 0, max: 5_000 }) }),
  },
  { requiredKeys: ['version'] },
)

describe.each(Object.entries(ADAPTERS))('seen = kept + Σ dropped{reason}, with %s', (_, adapt) => {
  it('holds at every moment, under concurrency and random policies, and every error arrives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(policy, { minLength: 1, maxLength: 4 }), fc.integer(), async (policies, seed) => {
        const lipservice = await startFakeLipService()
        const test = await startUnderTest(
          { lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey },
          { seed },
        )
        const random = seededRandom(seed)
        const emit = adapt(test)
        let errors = 0
        let emitted = 0
        const writer = async (count: number) => {
          for (let i = 0; i < count; i++) {
            const severityNumber = 1 + Math.floor(random() * 24)
            if (severityNumber >= 17) errors++
            emitted++
            emit(severityNumber, `worker ${'abcdef'[Math.floor(random() * 6)]}x did ${i} things`)
            if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
          }
        }
        for (const [i, document] of policies.entries()) {
          lipservice.setPolicy(document)
          await Promise.all([writer(300), writer(300), lipservice.waitForPolicyRequests(i)])
          const { seen, sum, bySeverity } = conservation(test.logging)
          expect(seen).toBe(emitted)
          expect(sum).toBe(seen)
          expect(bySeverity).toBe(true)
          await test.clock.advanceAsync(75_000)
          await lipservice.waitForPolicyRequests(i + 1)
        }
        const arrived = await test.arrived()
        const { kept, keptByReason, patterns, dropped } = test.logging.stats()
        expect(arrived).toHaveLength(kept)
        expect(arrived.filter(({ severityNumber }) => severityNumber >= 17)).toHaveLength(errors)
        expect(patterns.reduce((total, { seen }) => total + seen, 0)).toBe(emitted)
        await test.logging.shutdown()
        const reported = lipservice.reports.flatMap((report) => report.patterns)
        expect(lipservice.problems).toEqual([])
        expect(reported.reduce((total, { count }) => total + count, 0)).toBe(emitted)
        expect(reported.reduce((total, { sampled_count }) => total + sampled_count, 0)).toBe(kept)
        const reportedDrops = lipservice.reports.reduce(
          (total, report) => total + (report.dropped_by_reason?.['adaptive'] ?? 0),
          0,
        )
        expect(reportedDrops).toBe(dropped.adaptive)
        for (const reason of Object.keys(keptByReason) as (keyof typeof keptByReason)[]) {
          const counts = lipservice.reports.map((report) => report.kept_by_reason?.[reason] ?? 0)
          expect(counts.reduce((a, b) => a + b, 0)).toBe(keptByReason[reason])
        }
        await test.close()
        await lipservice.close()
      }),
      { numRuns: 6 },
    )
  })
})
