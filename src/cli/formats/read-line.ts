import { withoutAnsi } from '../../record/ansi.js'
import type { LineContext, Take } from './found-record.js'
import { readJsonLine } from './json-line.js'
import { readTextLine } from './text-line.js'

const OPENING_BRACE = 123
const ESCAPE = '\u001b'
/** Wraps of wraps: a container's line in journald's. */
const MAX_DEPTH = 4

/** Reads one line, whatever wrote it, and takes out of it each record that it holds. An empty line holds none. */
export function readLine(line: string, take: Take, context: LineContext, depth = 0): void {
  const plain = line.includes(ESCAPE) ? withoutAnsi(line) : line
  const inner = (text: string, of: LineContext, takeInner: Take) =>
    depth < MAX_DEPTH
      ? readLine(text, takeInner, of, depth + 1)
      : takeInner({ format: 'text', record: { body: text }, millis: of.millis, service: of.service, text })
  if (plain.trim() === '') return
  if (plain.charCodeAt(0) === OPENING_BRACE && readJsonLine(plain, context, take, inner)) return
  readTextLine(plain, context, take, inner)
}
