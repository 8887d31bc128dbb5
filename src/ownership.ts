/** A logger whose adapter ships its records. */
export type Owner = 'pino' | 'winston' | 'console'

/** Instrumentation scopes that carry the records of a logger on to OpenTelemetry. */
const BRIDGES: Readonly<Record<string, Owner>> = {
  '@opentelemetry/instrumentation-pino': 'pino',
  '@opentelemetry/winston-transport': 'winston',
  '@opentelemetry/instrumentation-console': 'console',
}

// Process-wide, so that the ESM and the CJS build of the package know of each other.
const SLOT = Symbol.for('lipservice.ownership')

interface Handing {
  /** The adapter whose logger is handing a record on, to streams and transports, within this synchronous call. */
  by: Owner | undefined
  /** The adapter whose last record a bridge is about to emit. */
  next: Owner | undefined
  /** The logger whose bridge has emitted a record that the logger itself is about to write. */
  bridged: Owner | undefined
}

const holder = globalThis as unknown as Record<symbol, Handing | undefined>
const handing: Handing = holder[SLOT] ?? { by: undefined, next: undefined, bridged: undefined }
holder[SLOT] = handing

/** `owner` begins to hand a record on; answers who did before, for `handedOn`. */
export function handOn(owner: Owner): Owner | undefined {
  const outer = handing.by
  handing.by = owner
  return outer
}

/** The record is where it was to go. `outer` is what `handOn` answered; `next`: a bridge may emit it after this. */
export function handedOn(outer: Owner | undefined, next?: Owner): void {
  handing.by = outer
  handing.next = next
}

/** The next record of `owner` that a bridge emits in this tick is shipped already. */
export function handOnNext(owner: Owner): void {
  handing.next = owner
  queueMicrotask(() => {
    handing.next = undefined
  })
}

/** Whether what is logged now is what another adapter is handing on: it is that one's to ship. */
export function isHandedOn(): boolean {
  return handing.by !== undefined
}

/** Whether what `owner` logs now has just been emitted by its bridge. */
export function takeBridged(owner: Owner): boolean {
  if (handing.bridged !== owner) return false
  handing.bridged = undefined
  return true
}

/** The adapter that ships the record which the bridge `scope` emits now; `undefined`: none does. */
export function ownerBehind(scope: string): Owner | undefined {
  const owner = Object.hasOwn(BRIDGES, scope) ? BRIDGES[scope] : undefined
  if (owner === undefined) return undefined
  if (handing.by === owner) return owner
  if (handing.next === owner) {
    handing.next = undefined
    return owner
  }
  handing.bridged = owner
  queueMicrotask(() => {
    handing.bridged = undefined
  })
  return undefined
}
