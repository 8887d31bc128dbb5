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
export type { IncomingRequest, Script, ScriptedAnswer } from './testing/scripted-server.js'
export { seededRandom } from './testing/seeded-random.js'
