import type { MessageRow } from './message-rows.js'
import type { CommonDetails } from './messages.js'
import { describeCause, publicText } from './public-text.js'

/** Details of a message whose kind is not known here. */
export type AnyDetails = CommonDetails & object

const CAUSE = '{cause}'

/** Returns the words of a message, without what the line around them says: for people, in one line, without keys. */
export function messageText({ text, remedy }: MessageRow, details: AnyDetails = {}): string {
  const whole = remedy === undefined ? text : `${text}: ${remedy}`
  const { cause } = details
  const described = cause === undefined ? '' : ` (${describeCause(cause)})`
  const placed = whole.includes(CAUSE) ? whole : `${whole}${CAUSE}`
  const filled = placed.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'cause' ? described : String((details as Readonly<Record<string, unknown>>)[name] ?? ''),
  )
  return publicText(filled.replace(/: $/, ''))
}

/** Returns the line that is written. The kind in brackets is what `docs/messages.md` explains. */
export function messageLine(kind: string, row: MessageRow, details?: AnyDetails): string {
  return `lipservice: ${messageText(row, details)} [${kind}]`
}
