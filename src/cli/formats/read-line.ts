import { withoutAnsi } from '../../record/ansi.js'
import type { LineContext, Take } from './found-record.js'
import { type ReadInner, readJsonLine } from './json-line.js'
import { inspectedFields } from './object-lines.js'
import { readTextLine } from './text-line.js'

const OPENING_BRACE = 123
const OPENING_BRACKET = 91
/** What stands around the lines of a JSON array. */
const ARRAY_ENDS: ReadonlySet<string> = new Set(['[', ']', '],', '];'])
const ESCAPE = '\u001b'
/** What tail puts before the lines of a file, of several. */
const TAIL_HEAD = /^==> .{1,500} <==$/
/** Wraps of wraps: a container's line in journald's. */
const MAX_DEPTH = 4

/** Reads one line, whatever wrote it, and takes out of it each record that it holds. An empty line holds none. */
export function readLine(line: string, take: Take, context: LineContext, depth = 0): void {
  const plain = line.includes(ESCAPE) ? withoutAnsi(line) : line
  const inner = (text: string, of: LineContext, takeInner: Take) =>
    depth < MAX_DEPTH
      ? readLine(text, takeInner, of, depth + 1)
      : takeInner({ format: 'text', record: { body: text }, millis: of.millis, service: of.service, text })
  const first = plain.charCodeAt(0)
  if (first === OPENING_BRACE) {
    if (readJsonLine(plain, context, take, inner)) return
    if (plain.endsWith(',') && readJsonLine(plain.slice(0, -1), context, take, inner)) return
    const inspected = plain.startsWith('{\n') ? inspectedFields(plain) : undefined
    if (inspected !== undefined) {
      readJsonLine(JSON.stringify(inspected), context, (found) => take({ ...found, text: plain }), inner)
      return
    }
    const format = context.format ?? (plain.startsWith('{"') ? 'broken JSON' : undefined)
    readTextLine(plain, { ...context, format }, take, inner)
    return
  }
  const trimmed = plain.trim()
  if (trimmed === '' || ARRAY_ENDS.has(trimmed) || TAIL_HEAD.test(trimmed)) return
  if (first === OPENING_BRACKET && readArray(plain, context, take, inner)) return
  readTextLine(plain, context, take, inner)
}

/** Reads an array of records on one line. Returns whether it was one. */
function readArray(line: string, context: LineContext, take: Take, inner: ReadInner): boolean {
  if (!/^\[\s*\{\s*"/.test(line)) return false
  try {
    for (const one of JSON.parse(line) as unknown[]) readJsonLine(JSON.stringify(one), context, take, inner)
    return true
  } catch {
    return false
  }
}
