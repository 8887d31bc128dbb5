import type { FormatName, LineContext, Take } from '../formats/found-record.js'
import { readLine } from '../formats/read-line.js'

const OPENING_BRACE = 123
/** Their lines are those of a console: what goes on with one is wrapped by itself. */
export const WRAPS: ReadonlySet<FormatName> = new Set(['Docker', 'Kubernetes', 'journald'])

/** No line ends the reading: what is too much for it is text. */
export function readSafely(line: string, take: Take, context: LineContext): void {
  try {
    readLine(line, take, context)
  } catch {
    const format = line.charCodeAt(0) === OPENING_BRACE ? 'broken JSON' : 'text'
    take({ format, record: { body: line }, millis: undefined, service: undefined, text: line })
  }
}
