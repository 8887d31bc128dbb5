import { within } from '../../internal/deadline.js'
import { systemTimers } from '../../internal/timer.js'

/**
 * Waits for an answer of the control plane's client, whose requests keep no process alive: a command that waits for nothing else would
 * end in the middle. Rejects as the work does.
 *
 * @param timeoutMillis of the request: it is over by then
 */
export async function keptAlive<T>(timeoutMillis: number, work: Promise<T>): Promise<T> {
  await within(2 * timeoutMillis, systemTimers, work)
  return work
}
