/** Entry `lipservice/testing`: the servers, clock and randomness that LipService's own tests use. */
export type { Clock } from './internal/clock.js'
export type { Timer, Timers } from './internal/timer.js'
export {
  type FakeLipService,
  type FakeLipServiceOptions,
  startFakeLipService,
} from './testing/fake-lipservice.js'
export {
  type FakePostHog,
  type FakePostHogOptions,
  type ReceivedRequest,
  startFakePostHog,
} from './testing/fake-posthog.js'
export { ManualClock } from './testing/manual-clock.js'
export type { Misbehaviour } from './testing/misbehaviour.js'
export type { ReceivedRecord } from './testing/otlp-decoder.js'
export type { Billing, FakeTier } from './testing/posthog-api/billing.js'
export type { FakeCanvas } from './testing/posthog-api/canvas-store.js'
export type { StoredEvent } from './testing/posthog-api/capture.js'
export type { Item } from './testing/posthog-api/collection.js'
export type { PostHogApiRequest } from './testing/posthog-api/dispatch.js'
export {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from './testing/posthog-api/fake-posthog-api.js'
export type { Flags } from './testing/posthog-api/flags.js'
export type { PostHogLogRow } from './testing/posthog-api/log-row.js'
export type { OAuth } from './testing/posthog-api/oauth.js'
export type { PostHogApiLimits, PostHogApiSwitches } from './testing/posthog-api/settings.js'
export type { IncomingRequest, Script, ScriptedAnswer } from './testing/scripted-server.js'
export { seededRandom } from './testing/seeded-random.js'
