import { plainExceptionAttributes } from '../../values/exception-attributes.js'

const MESSAGE = 'exception.message'
const STACK = 'exception.stacktrace'
const FIELDS = 'exception.fields'

/**
 * Returns the attributes of the Error that a logger was given, without what the app's formats took out of the call.
 *
 * @param before the text of the call before the formats
 * @param info what they made of it
 */
export function shownException(
  error: Error,
  before: unknown,
  info: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const attributes = plainExceptionAttributes({ kind: 'real', error, path: undefined })
  const message = attributes[MESSAGE]
  if (typeof info['stack'] === 'string') attributes[STACK] = info['stack']
  if (typeof message === 'string' && isHidden(message, before, info['message'])) {
    attributes[MESSAGE] = info['message']
    const stack = attributes[STACK]
    if (typeof stack === 'string') attributes[STACK] = stack.replaceAll(message, String(info['message']))
  }
  const fields = attributes[FIELDS]
  if (typeof fields === 'object' && fields !== null) withoutShown(fields as Record<string, unknown>, info)
  if (typeof fields === 'object' && fields !== null && Object.keys(fields).length === 0) delete attributes[FIELDS]
  return attributes
}

/** Returns whether the message was in the text of the call, and is not any more. */
function isHidden(message: string, before: unknown, after: unknown): boolean {
  return typeof before === 'string' && typeof after === 'string' && before.includes(message) && !after.includes(message)
}

/** winston copies the fields of an error to the call: there the formats have seen them. */
function withoutShown(fields: Record<string, unknown>, info: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(fields)) if (Object.hasOwn(info, key)) delete fields[key]
}
