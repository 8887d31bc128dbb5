import { PLAIN_PROBLEMS } from '../../delivery/backend-problem.js'
import { createDelivery, type Delivery } from '../../delivery/delivery.js'
import { systemFiles } from '../../delivery/spool/spool-files.js'
import { createSystemOwners, type SpoolOwners } from '../../delivery/spool/spool-owner.js'
import type { Runtime } from '../../internal/runtime.js'
import type { Destination } from '../../options/destination.js'
import type { ResolvedOptions } from '../../options/resolve-options.js'
import { createRedactor } from '../../redaction/redactor.js'
import { summaryStamps } from '../../sampling/stamps.js'
import type { FoundSpool } from './found-spools.js'

/** Between two looks at how far it is. */
const LOOK_MILLIS = 100
/** Without any progress for as long, the rest stays where it is. */
const PATIENCE_MILLIS = 15_000
const CLOSE_MILLIS = 5_000
const MAX_BYTES = 2 ** 40

export interface SentSpool {
  /** Records that the backend acknowledged: errors, and summaries of many. */
  readonly delivered: number
  /** Bytes that are still on disk. */
  readonly left: number
  /** Records that the backend refused for good. */
  readonly refused: number
  /** Records that cannot be read any more, or were lost otherwise. */
  readonly lost: number
  /** What was wrong last; `undefined`: nothing. */
  readonly problem: string | undefined
}

export interface SendOptions {
  readonly destination: Extract<Destination, { kind: 'otlp' }>
  readonly options: ResolvedOptions
  readonly runtime: Runtime
  readonly stop: AbortSignal
  readonly owners?: SpoolOwners
}

/**
 * Sends the errors of a spool as the service itself would: its segments are adopted, one after the other delivered, and removed when the backend has
 * acknowledged them. What it does not take stays on disk for the next try.
 */
export async function sendSpool({ directory, bytes }: FoundSpool, parts: SendOptions): Promise<SentSpool> {
  const { destination, options, runtime, stop, owners = createSystemOwners() } = parts
  const { clock, timers, random, diag } = runtime
  const delivery = createDelivery({
    url: destination.url,
    headers: destination.headers,
    settings: destination.settings,
    encoding: options.encoding,
    compression: options.compression,
    connection: options.connection,
    strictOtlp: options.strictOtlp,
    // Of damaged headers only: whole ones say whose records they have.
    resource: { attributes: {} },
    redactor: createRedactor(options.redaction, () => {}),
    clock,
    timers,
    random,
    diag,
    onEncoded: () => {},
    onUnrepresented: () => {},
    summaryStamps: (signature, weight) => summaryStamps(signature, weight, options.stamps),
    // No parent: only what is in this directory is touched. Room for all, so that nothing is collapsed on the way.
    spool: { directory, adoptsOthers: false, maxBytes: MAX_BYTES, files: systemFiles, owners },
  })
  const stats = () => delivery.stats()
  const onDisk = () => stats().spool?.bytes ?? 0
  const began = clock.monotonic()
  let progressAt = began
  let last = ''
  let isFound = false
  while (!stop.aborted) {
    await new Promise<void>((resolve) => timers.after(LOOK_MILLIS, resolve, { keepAlive: true }))
    isFound ||= (stats().spool?.adoptedSegments ?? 0) > 0
    if (isFound && onDisk() === 0 && stats().pending === 0) break
    const now = `${stats().delivered} ${onDisk()} ${stats().requests}`
    if (now !== last) progressAt = clock.monotonic()
    last = now
    if (isHopeless(stats().lastProblem)) break
    if (clock.monotonic() - progressAt > PATIENCE_MILLIS) break
  }
  const { delivered, dropped, lastProblem } = stats()
  const refused = dropped.rejected + dropped.too_large
  const allLost = Object.values(dropped).reduce((sum, many) => sum + many, 0)
  const left = isFound ? onDisk() : bytes
  await delivery.shutdown({ timeoutMillis: CLOSE_MILLIS })
  return {
    delivered,
    left,
    refused,
    // A summary stands for what was collapsed.
    lost: allLost - refused - dropped.error_collapsed,
    problem: left > 0 ? lastProblem?.message : undefined,
  }
}

/** Waiting will not mend it: a key that is refused, a host that is not there. */
function isHopeless(problem: ReturnType<Delivery['stats']>['lastProblem']): boolean {
  return problem?.endedAt === undefined && PLAIN_PROBLEMS.some((kind) => kind === problem?.kind)
}
