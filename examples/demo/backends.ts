import { signatureOf } from 'lipservice'
import { type FakePostHog, startFakePostHog } from 'lipservice/testing'
import { type OwnLipService, startOwnLipService } from './own-lipservice.ts'

const ERROR = 17

/** Where the demo's logs and reports go: the test kit's servers, or the real ones that the environment names. */
export interface Backends {
  readonly options: {
    posthogHost?: string
    posthogApiKey?: string
    lipserviceUrl?: string
    lipserviceApiKey?: string
  }
  /** What arrived; `undefined` for a real PostHog, which is asked in PostHog. */
  received(): { errors: number; patterns: number; estimatedTotal: number } | undefined
  /** The demo's own LipService server; `undefined` for a real one. */
  readonly lipservice: OwnLipService | undefined
  /** Puts a policy into the demo's own LipService, as an operator would. */
  servePolicy(): Promise<void>
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
    servePolicy: async () => lipservice?.putPolicy(SERVICE, POLICY),
    close: async () => {
      await Promise.all([posthog?.close(), lipservice?.close()])
    },
  }
}

export const SERVICE = 'demo-shop'

/** What an operator of this shop might write: a few request lines, fewer debug lines, hardly any poll; paid orders are worth more. */
const POLICY = {
  reasoning: 'Polls of empty queues and request lines are most of the volume; orders are worth more.',
  severity_rates: { DEBUG: 0.02, INFO: 0.04 },
  pattern_rates: {
    [signatureOf('poll 1: queue outbox-1 is empty, next poll in 10 ms').id]: 0.004,
    [signatureOf('order 1001 paid in 17.5 ms').id]: 0.25,
  },
  refresh_seconds: 5,
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
