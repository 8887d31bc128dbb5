import { type Owner, processMarks } from './process-marks.js'

/** Instrumentation scopes that carry the records of a logger on to OpenTelemetry. */
const BRIDGES: Readonly<Record<string, Owner>> = {
  '@opentelemetry/instrumentation-pino': 'pino',
  '@opentelemetry/winston-transport': 'winston',
  '@opentelemetry/instrumentation-console': 'console',
}

const marks = processMarks()

/** `owner` begins to forward a record. Returns who did before, for `endForwarding`. */
export function beginForwarding(owner: Owner): Owner | undefined {
  const outer = marks.forwarding
  marks.forwarding = owner
  return outer
}

/** The record is forwarded. `outer` is what `beginForwarding` returned; `next`: a bridge may emit it after this. */
export function endForwarding(outer: Owner | undefined, next?: Owner): void {
  marks.forwarding = outer
  marks.next = next
}

/** The next record of `owner` that a bridge emits in this tick is shipped already. */
export function forwardNext(owner: Owner): void {
  marks.next = owner
  // Not `queueMicrotask`, which test runners fake.
  void Promise.resolve().then(() => {
    marks.next = undefined
  })
}

/** Returns whether what is logged now is forwarded by another adapter, which ships it. */
export function isForwarded(): boolean {
  return marks.forwarding !== undefined
}

/** Returns whether what `owner` logs now has just been emitted by its bridge. */
export function takeBridged(owner: Owner): boolean {
  if (marks.bridged !== owner) return false
  marks.bridged = undefined
  return true
}

/** Returns whether an instrumentation scope carries the records of a logger on. */
export function isBridge(scope: string): boolean {
  return Object.hasOwn(BRIDGES, scope)
}

/** Returns the adapter that ships the record which the bridge `scope` emits now; `undefined` if none does. */
export function ownerBehind(scope: string): Owner | undefined {
  const owner = Object.hasOwn(BRIDGES, scope) ? BRIDGES[scope] : undefined
  if (owner === undefined) return undefined
  // Whoever forwards, it is that line: winston prints by the console, Nest too.
  if (marks.forwarding !== undefined) return marks.forwarding
  if (marks.next === owner) {
    marks.next = undefined
    return owner
  }
  marks.bridged = owner
  // Not `queueMicrotask`, which test runners fake.
  void Promise.resolve().then(() => {
    marks.bridged = undefined
  })
  return undefined
}
