import type { AdaptiveLoggingOptions } from 'lipservice'
import { type FakePostHog, startFakePostHog } from 'lipservice/testing'
import { type OwnLipService, startOwnLipService } from './own-lipservice.ts'

const ERROR = 17

/** Where the demo's logs and reports go: the test kit's servers, or the real ones that the environment names. */
export interface Backends {
  readonly options: AdaptiveLoggingOptions
  /** What arrived; `undefined` for a real PostHog, which is asked in PostHog. */
  received(): { errors: number; patterns: number; estimatedTotal: number } | undefined
  /** The demo's own LipService server; `undefined` for a real one. */
  readonly lipservice: OwnLipService | undefined
  close(): Promise<void>
}

export async function startBackends(env: NodeJS.ProcessEnv): Promise<Backends> {
  const posthog = env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog({ keepRecords: false })
  const lipservice = env['LIPSERVICE_URL'] ? undefined : await startOwnLipService()
  const received = posthog && countReceived(posthog)
  return {
    options: {
      ...(posthog && { posthogHost: posthog.url, posthogApiKey: posthog.token }),
      ...(lipservice && { lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey }),
    },
    received: () => received?.(),
    lipservice,
    close: async () => {
      await Promise.all([posthog?.close(), lipservice?.close()])
    },
  }
}

function countReceived(posthog: FakePostHog) {
  const errors = new Set<unknown>()
  const patterns = new Set<unknown>()
  let estimatedTotal = 0
  posthog.onRecord(({ severityNumber, attributes }) => {
    if (severityNumber >= ERROR) errors.add(attributes['log.record.uid'])
    patterns.add(attributes['lipservice.signature'])
    estimatedTotal += Number(attributes['lipservice.weight'])
  })
  return () => ({ errors: errors.size, patterns: patterns.size, estimatedTotal })
}
