import type * as Http from '../../src/delivery/otlp-http.js'
import type * as Connected from '../../src/engine/connected-engine.js'
import type { Policy } from '../../src/protocol/policy.js'
import type { LogRecord } from '../../src/record/log-record.js'
import type { SamplingDecision } from '../../src/sampling/decision.js'

/** What is seen of an app under test: each record as it is handed to the engine, what became of it, and what is being sent. */
export const watched = {
  record: (_record: LogRecord): void => {},
  decision: (_decision: SamplingDecision): void => {},
  requestsUnderWay: 0,
  /** What the next app gets, as if a LipService server had it. */
  policy: undefined as Policy | undefined,
}

/** For `vi.mock` of the module: what makes engines that are watched. */
export function watchedEngine(actual: typeof Connected): typeof Connected {
  const createConnectedEngine: typeof actual.createConnectedEngine = (...args) => {
    const engine = actual.createConnectedEngine(...args)
    const { pipeline } = engine
    if (watched.policy !== undefined) engine.usePolicy(watched.policy)
    const seenThrough = {
      // What is dropped before it is a record could not be seen.
      drop: undefined,
      sample(record: LogRecord) {
        watched.record(record)
        const decision = pipeline.sample(record)
        watched.decision(decision)
        return decision
      },
      encoded: pipeline.encoded,
      get seen() {
        return pipeline.seen
      },
    }
    return { ...engine, pipeline: seenThrough }
  }
  return { ...actual, createConnectedEngine }
}

/** For `vi.mock` of the module: what makes clients that are watched. */
export function watchedHttp(actual: typeof Http): typeof Http {
  const createOtlpHttp: typeof actual.createOtlpHttp = (...args) => {
    const http = actual.createOtlpHttp(...args)
    return {
      ...http,
      async send(...request) {
        watched.requestsUnderWay++
        try {
          return await http.send(...request)
        } finally {
          watched.requestsUnderWay--
        }
      },
    }
  }
  return { ...actual, createOtlpHttp }
}
