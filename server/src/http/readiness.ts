import { after, type Elapsed } from '../internal/clock.js'
import { databaseProblemOf } from '../store/database-error.js'

/** A write a second at most, however many ask. */
const PROBE_AGE_MILLIS = 1_000
/** Who asks is not kept waiting longer. */
const ANSWER_MILLIS = 3_000
const NO_ANSWER = 'the database does not answer'

export interface ReadinessParts {
  readonly isStopping: () => boolean
  /** Returns why reports wait that should have been written; `undefined`: none does. */
  readonly waits: () => string | undefined
  /** @throws when the database takes no writes */
  readonly probe: () => Promise<void>
  readonly elapsed: Elapsed
}

/** Returns a function that tells why no requests are wanted; `undefined`: they are, and a write works. */
export function createReadiness({
  isStopping,
  waits,
  probe,
  elapsed,
}: ReadinessParts): () => Promise<string | undefined> {
  let probing: Promise<string | undefined> | undefined
  let known: { readonly problem: string | undefined; readonly at: number } | undefined

  function probed(): Promise<string | undefined> {
    if (known !== undefined && elapsed() - known.at < PROBE_AGE_MILLIS) return Promise.resolve(known.problem)
    probing ??= probe()
      .then(
        () => undefined,
        (error: unknown) => databaseProblemOf(error).reason,
      )
      .then((problem) => {
        known = { problem, at: elapsed() }
        probing = undefined
        return problem
      })
    return withinTime(probing)
  }

  return async () => {
    if (isStopping()) return 'the server is stopping'
    return waits() ?? (await probed())
  }
}

function withinTime(answer: Promise<string | undefined>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const cancel = after(ANSWER_MILLIS, () => resolve(NO_ANSWER))
    void answer.then((problem) => {
      cancel()
      resolve(problem)
    })
  })
}
