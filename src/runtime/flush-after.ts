import { processSlot } from '../instance/process-slot.js'

/** Options of {@link flushAfter}. */
export interface FlushAfterOptions {
  /** Deadline of the flush in milliseconds; shorter where the host says that less is left. Default: 1,500. */
  timeoutMillis?: number | undefined
}

/** What AWS Lambda hands to a handler beside the event. */
interface HostContext {
  getRemainingTimeInMillis?(): unknown
}

const DEFAULT_MILLIS = 1_500
/** What the host needs for the answer itself. */
const RESERVED_MILLIS = 100

/**
 * Wraps the handler of a host that freezes or ends the process between calls (AWS Lambda, Cloud Run, cron): what was logged is sent
 * before the handler's promise settles. Its result, or what it throws, is the handler's own; a flush never fails. The flush waits
 * `timeoutMillis` at most, and ends 100 ms before the time that a Lambda has left.
 *
 * @example
 * export const handler = flushAfter(async (event) => {
 *   logger.info({ id: event.id }, 'order received')
 *   return { statusCode: 200 }
 * })
 */
export function flushAfter<This, Args extends unknown[], Result>(
  handler: (this: This, ...args: Args) => Result | Promise<Result>,
  { timeoutMillis = DEFAULT_MILLIS }: FlushAfterOptions = {},
): (this: This, ...args: Args) => Promise<Result> {
  return async function (...args) {
    try {
      return await handler.apply(this, args)
    } finally {
      await flush(Math.min(timeoutMillis, leftMillis(args[1])))
    }
  }
}

async function flush(timeoutMillis: number): Promise<void> {
  try {
    if (timeoutMillis > 0) await processSlot().configured?.forceFlush({ timeoutMillis })
  } catch {
    // What was logged waits for the next call, or lies in the spool.
  }
}

function leftMillis(context: unknown): number {
  try {
    const left = (context as HostContext | null | undefined)?.getRemainingTimeInMillis?.()
    return typeof left === 'number' ? left - RESERVED_MILLIS : Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
