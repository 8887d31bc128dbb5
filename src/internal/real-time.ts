import { performance } from 'node:perf_hooks'
import { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } from 'node:timers'

/**
 * Node's own timers, taken from its modules when this is loaded: a test runner that fakes time replaces the globals, and what is sent
 * beside an app's test must not wait until that test moves its clock.
 */
export const realTimers = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate }

/** Returns monotonic milliseconds since the start of the process, whatever the globals are replaced by. */
export const realMonotonic: () => number = performance.now.bind(performance)
