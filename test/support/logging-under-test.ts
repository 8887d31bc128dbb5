import type { AdaptiveLoggingOptions } from '../../src/index.js'
import { type ConfiguredLogging, processSlot } from '../../src/instance/process-slot.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { startLogging } from '../../src/runtime/configure.js'
import { type FakePostHog, ManualClock, seededRandom, startFakePostHog } from '../../src/testing.js'
import { recordingDiag } from './quiet-diag.js'

export interface LoggingUnderTest {
  readonly logging: ConfiguredLogging
  readonly posthog: FakePostHog
  readonly clock: ManualClock
  readonly said: readonly string[]
  /** Flushes and answers what arrived. */
  arrived(): Promise<FakePostHog['records']>
  close(): Promise<void>
}

export interface UnderTestSettings {
  readonly seed?: number
  readonly clock?: ManualClock
  readonly env?: Readonly<Record<string, string>>
}

/** The whole SDK on a manual clock with seeded randomness, delivering to a fake PostHog over real HTTP. */
export async function startUnderTest(
  options: AdaptiveLoggingOptions = {},
  { seed = 1, clock = new ManualClock(), env = {} }: UnderTestSettings = {},
): Promise<LoggingUnderTest> {
  const posthog = await startFakePostHog()
  const { diag, said } = recordingDiag()
  const slot = processSlot()
  const resolved = resolveOptions(
    { serviceName: 'test', posthogApiKey: posthog.token, posthogHost: posthog.url, ...options },
    env,
  )
  const logging = startLogging(resolved, { clock, timers: clock, random: seededRandom(seed), diag }, () => {
    slot.configured = undefined
  })
  slot.configured = logging
  return {
    logging,
    posthog,
    clock,
    said,
    async arrived() {
      await logging.forceFlush()
      return posthog.records
    },
    async close() {
      await logging.shutdown({ timeoutMillis: 1_000 })
      await posthog.close()
    },
  }
}

/** What every adapter and every policy must leave true. */
export function conservation(logging: ConfiguredLogging): { seen: number; sum: number; bySeverity: boolean } {
  const { seen, kept, dropped, bySeverity, keptByReason } = logging.stats()
  const sum = kept + Object.values(dropped).reduce((a, b) => a + b, 0)
  const rows = Object.values(bySeverity)
  const consistent =
    rows.every((row) => row.seen === row.kept + row.dropped) &&
    rows.reduce((total, row) => total + row.seen, 0) === seen &&
    Object.values(keptByReason).reduce((a, b) => a + b, 0) === kept
  return { seen, sum, bySeverity: consistent }
}
