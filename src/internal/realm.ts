import { runInThisContext } from 'node:vm'

/**
 * Returns whether this code runs among the process's own globals. In Jest, and in other sandboxes of `node:vm`, it does not: there
 * `queueMicrotask` and `process.nextTick` may be fakes that never run what they are given.
 */
export function isMainRealm(): boolean {
  try {
    return runInThisContext('Array') === Array
  } catch {
    return true
  }
}
