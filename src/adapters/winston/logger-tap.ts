import { beginPassage, endPassage, wrappedIn } from '../../ownership/passage.js'
import type { Call } from '../../ownership/process-marks.js'
import { takenOnce } from '../../ownership/taken-once.js'
import { isError } from '../../record/error.js'
import { type Info, SPLAT } from './info-record.js'

/** What is used of a winston 3 logger. */
export interface WinstonLogger {
  levels: Record<string, number>
  readonly silent?: boolean
  readonly transports: readonly unknown[]
  write(info: unknown, ...rest: unknown[]): boolean
  push(chunk: unknown): boolean
  add(transport: unknown): unknown
  isLevelEnabled(level: string): boolean
  _transform(info: unknown, encoding: unknown, done: () => void): void
  _addDefaultMeta?(info: unknown): void
}

/** A call between the logger that took it and what the formats make of it. */
export interface TappedCall extends Call {
  decision: Call['decision']
}

/** Who decides the calls of a logger. */
export interface CallOwner {
  /** Returns whether the call goes on to formats and transports. */
  take(info: Info, call: TappedCall): boolean
  /** The call was formatted; `undefined`: a format has swallowed it. */
  formatted(info: Info | undefined, call: TappedCall): void
}

/** Where an adapter stands in a logger. */
export interface LoggerTap {
  owner: CallOwner | undefined
}

/**
 * Stands in a winston logger, once: each call is known by the Error that it was given, before a child or a format makes a copy of it, and is made
 * known to the transports that it reaches.
 */
export function tapLogger(root: WinstonLogger): LoggerTap {
  const { value: tap, isNew } = takenOnce<LoggerTap>(root, 'winston logger', () => ({ owner: undefined }))
  if (!isNew) return tap
  const { write, push, _transform: transform, _addDefaultMeta: addDefaultMeta } = root
  /** Calls on their way through a buffer. */
  const waiting = new WeakMap<object, TappedCall[]>()
  /** The call that is being written, until it is transformed, which most are at once. */
  let written: { readonly info: object; readonly call: TappedCall } | undefined
  /** The call that is being transformed, and what the formats made of it. */
  let transformed: TappedCall | undefined
  let formatted: Info | undefined
  const reaches = (transport: object) => root.transports.some((target) => isOrWraps(target, transport))
  /** The Error of the call that is being made: a child's copy follows. */
  let handed: unknown

  if (typeof addDefaultMeta === 'function') {
    root._addDefaultMeta = function (this: unknown, info) {
      handed = isError(info) ? info : undefined
      addDefaultMeta.call(this, info)
    }
  }
  root.write = function (this: WinstonLogger, info, ...rest) {
    const given = handed
    handed = undefined
    if (typeof info !== 'object' || info === null) return write.call(this, info, ...rest)
    const call = callOf(info as Info, given)
    if (tap.owner !== undefined && !tap.owner.take(info as Info, call)) {
      const done = rest.at(-1)
      if (typeof done === 'function') done()
      return true
    }
    if (call.decision === undefined && call.error === undefined) return write.call(this, info, ...rest)
    const outer = written
    written = { info, call }
    try {
      return write.call(this, info, ...rest)
    } finally {
      if (written?.call === call) wait(waiting, info, call)
      written = outer
    }
  }
  root._transform = function (this: WinstonLogger, info, encoding, done) {
    const isAtOnce = written?.info === info
    const call = isAtOnce ? written?.call : takeWaiting(waiting, info)
    if (isAtOnce) written = undefined
    const outerCall = transformed
    const outerInfo = formatted
    transformed = call
    formatted = undefined
    try {
      transform.call(this, info, encoding, done)
    } finally {
      const made = formatted
      transformed = outerCall
      formatted = outerInfo
      if (call !== undefined) tap.owner?.formatted(made, call)
    }
  }
  root.push = function (this: WinstonLogger, chunk) {
    const call = transformed
    if (call === undefined || typeof chunk !== 'object' || chunk === null) return push.call(this, chunk)
    formatted = chunk as Info
    const outer = beginPassage(chunk, call, reaches)
    try {
      return push.call(this, chunk)
    } finally {
      endPassage(outer, root.transports)
    }
  }
  return tap
}

function callOf(info: Info, handed: unknown): TappedCall {
  try {
    const message = info['message']
    const text = isError(message) ? message.message : message
    return { error: errorOfCall(info, handed), text, decision: undefined }
  } catch {
    return { error: undefined, text: undefined, decision: undefined }
  }
}

/** Returns the Error that a call was given: as its only argument, also of a child, after the text, or as the message. */
function errorOfCall(info: Info, handed: unknown): unknown {
  if (isError(info)) return info
  if (isError(handed) && isCopy(info, handed)) return handed
  const splat = info[SPLAT]
  if (Array.isArray(splat)) for (let i = 0; i < splat.length; i++) if (isError(splat[i])) return splat[i]
  return isError(info['message']) ? info['message'] : undefined
}

/** A child copies message and stack, but not those of an Error of another realm. */
function isCopy({ message, stack }: Info, error: Error): boolean {
  return (message ?? error.message) === error.message && (stack ?? error.stack) === error.stack
}

function wait(waiting: WeakMap<object, TappedCall[]>, info: object, call: TappedCall): void {
  const before = waiting.get(info)
  if (before === undefined) waiting.set(info, [call])
  else before.push(call)
}

function takeWaiting(waiting: WeakMap<object, TappedCall[]>, info: unknown): TappedCall | undefined {
  if (typeof info !== 'object' || info === null) return undefined
  const calls = waiting.get(info)
  const call = calls?.shift()
  if (calls?.length === 0) waiting.delete(info)
  return call
}

function isOrWraps(target: unknown, transport: object): boolean {
  return target === transport || (typeof target === 'object' && target !== null && wrappedIn(target) === transport)
}
