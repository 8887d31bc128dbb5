import { inspect } from 'node:util'
import { copiedFields } from '../../record/copied-fields.js'
import { isError } from '../../record/error.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { messageOf, takeMessage } from '../../record/message-of.js'
import { isPlainObject } from '../../record/plain-object.js'
import { NEST_SEVERITY, type NestLevel } from './severity.js'

const SCOPE = { name: 'nest' }

type Fields = Readonly<Record<string, unknown>>

/** As Nest tells a stack from a context. */
const MAX_STACK_START = 2_048
const STACK = /^(.)+\n\s+at .+:\d+:\d+/

/** What Nest makes of the arguments of a call. */
export interface NestCall {
  /** Each is a line of its own. */
  readonly messages: readonly unknown[]
  /** Where it was logged: a class, mostly. */
  readonly context: string | undefined
  readonly stack: string | undefined
}

/**
 * Reads a call as Nest does: `log(message, ...more, context?)` and `error(message, ...more, stack?, context?)`.
 *
 * @param ownContext the logger's own, where the call names none
 */
export function readCall(level: NestLevel, args: readonly unknown[], ownContext: unknown): NestCall {
  const messages = args.slice()
  const own = typeof ownContext === 'string' ? ownContext : undefined
  const isStack = (value: unknown) =>
    level === 'error' && typeof value === 'string' && STACK.test(value.slice(0, MAX_STACK_START))
  if (messages.length === 2 && isStack(messages[1]))
    return { messages: [messages[0]], context: own, stack: String(messages[1]) }
  const context = messages.length > 1 && typeof messages.at(-1) === 'string' ? (messages.pop() as string) : own
  if (level !== 'error' || messages.length < 2) return { messages, context, stack: undefined }
  const last = messages.at(-1)
  if (isStack(last)) return { messages: messages.slice(0, -1), context, stack: String(last) }
  // Nest's own code logs `error(message, undefined, context)` where there is no stack.
  return { messages: last === undefined ? messages.slice(0, -1) : messages, context, stack: undefined }
}

/**
 * Returns the records of a call: one for each text. What else comes with a text belongs to its record: an error is its exception, a plain
 * object its attributes, any other value one of its `params`.
 */
export function recordsOfCall(
  level: NestLevel,
  { messages, context, stack }: NestCall,
  timestamp: number,
  spanContext: SpanContext | undefined,
): LogRecord[] {
  return groupsOf(messages).map(([message, ...params], i) => {
    const exception = [message, ...params].find(isError) ?? (i === 0 ? exceptionOfStack(stack, message) : undefined)
    const attributes: Record<string, unknown> = { ...fieldsOf(message) }
    const others: unknown[] = []
    for (const param of params) {
      const fields = fieldsOf(param)
      if (fields !== undefined) Object.assign(attributes, fields)
      else if (param !== exception) others.push(param)
    }
    if (others.length > 0) attributes['params'] = others
    if (context !== undefined) attributes['context'] = context
    return {
      timestamp,
      severityNumber: NEST_SEVERITY[level],
      // `log` says no more than `info`.
      severityText: level === 'log' ? undefined : level,
      body: bodyOf(message),
      attributes,
      spanContext,
      instrumentationScope: SCOPE,
      ...(exception !== undefined && { exception }),
    }
  })
}

/** Messages, each text with what follows it. */
function groupsOf(messages: readonly unknown[]): unknown[][] {
  const groups: unknown[][] = []
  for (const message of messages) {
    const last = groups.at(-1)
    if (last === undefined || typeof message === 'string') groups.push([message])
    else last.push(message)
  }
  return groups
}

/** A stack that came as a text: its first line says type and message. */
function exceptionOfStack(stack: string | undefined, message: unknown): object | undefined {
  if (stack === undefined) return undefined
  const [, name = 'Error', said] = /^([\w$.]+)(?::\s(.*))?$/m.exec(stack.slice(0, stack.indexOf('\n'))) ?? []
  return { name, message: said ?? (typeof message === 'string' ? message : ''), stack }
}

function bodyOf(message: unknown): string {
  try {
    if (typeof message === 'string') return message
    if (isError(message)) return message.message
    const said = typeof message === 'object' && message !== null ? messageOf(message as Fields) : undefined
    if (said !== undefined) return said
    // A class stands for its name.
    if (typeof message === 'function') return message.name
    return inspect(message, { depth: 5, breakLength: Number.POSITIVE_INFINITY })
  } catch {
    return ''
  }
}

/** Returns the fields of a plain object; its message is the body. */
function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    if (Array.isArray(value) || !isPlainObject(value)) return undefined
    const fields = copiedFields(value)
    takeMessage(fields)
    return fields
  } catch {
    return undefined
  }
}
