import { type Call, type Passage, type Passing, processMarks } from './process-marks.js'

const marks = processMarks()
const { passages, askers } = marks

/** A transport will ask for the calls of what it is given: what it is slow to take is remembered for it. */
export function asksForCalls(transport: object): void {
  askers.add(transport)
}

/**
 * Makes a call known to the transports that `info` reaches. By identity, so that nothing is to be seen on the app's objects. Most transports take it
 * within this synchronous call, up to `endPassage`, which is to be given what this returns.
 */
export function beginPassage(info: object, call: Call, reaches: Passage['reaches']): Passing | undefined {
  const outer = marks.passing
  marks.passing = { info, call, reaches, takenBy: [] }
  return outer
}

/** The transports of the logger were handed the call: those that buffer it ask later. Never throws. */
export function endPassage(outer: Passing | undefined, transports: readonly unknown[]): void {
  const { passing } = marks
  marks.passing = outer
  if (passing === undefined) return
  for (let i = 0; i < transports.length; i++) {
    const asker = askerOf(transports[i])
    if (asker !== undefined && !passing.takenBy.includes(asker)) waitFor(asker, passing)
  }
}

/**
 * Returns the call that `info` stands for at a transport, once for each call; `undefined`: it comes from a logger that knows nothing of
 * it.
 */
export function takePassage(info: object, transport: object): Call | undefined {
  const { passing } = marks
  if (passing?.info === info && passing.reaches(transport) && !passing.takenBy.includes(transport)) {
    passing.takenBy.push(transport)
    return passing.call
  }
  const passage = passages.get(info)
  const left = passage?.waiting.get(transport)
  if (passage === undefined || left === undefined || !passage.reaches(transport)) return undefined
  if (left > 1) passage.waiting.set(transport, left - 1)
  else if (passage.waiting.delete(transport) && passage.waiting.size === 0) passages.delete(info)
  return passage.call
}

function waitFor(transport: object, { info, call, reaches }: Passing): void {
  let passage = passages.get(info)
  if (passage === undefined || passage.reaches !== reaches) {
    passage = { call, reaches, waiting: new Map() }
    passages.set(info, passage)
  }
  passage.call = call
  passage.waiting.set(transport, (passage.waiting.get(transport) ?? 0) + 1)
}

function askerOf(target: unknown): object | undefined {
  if (typeof target !== 'object' || target === null) return undefined
  if (askers.has(target)) return target
  const within = wrappedIn(target)
  return within !== undefined && askers.has(within) ? within : undefined
}

/** winston wraps the transports of its old kind. Returns the one in a wrapper; a getter of the app that throws has none. */
export function wrappedIn(target: object): object | undefined {
  try {
    const { transport } = target as { readonly transport?: unknown }
    return typeof transport === 'object' && transport !== null ? transport : undefined
  } catch {
    return undefined
  }
}
