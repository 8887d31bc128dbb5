import { withoutAnsi } from '../../record/ansi.js'

/**
 * What goes on with the record before: frames of a stack, causes, indented fields, rows of a table that is drawn, the line of a code frame that
 * is pointed at.
 */
const CONTINUES =
  /^(?:\s+\S|\t|> {0,5}\d{1,6} \| |Caused by: |\.\.\. \d+ more|\}|\]|[│├└┤┃┣┗║╠╚╰]| {4}at |at .+\(.+:\d+|Traceback |During handling )/
/** A line that begins one although it is indented: marks of Next, and levels in a box of colour. */
const BEGINS =
  /^ (?:(?:✓|⨯|⚠|○|▲|GET|POST|PUT|PATCH|DELETE|HEAD) |(?:TRACE|DEBUG|INFO|LOG|SUCCESS|WARN|ERROR|FATAL) {1,2}\S)/

/** The stack that Nest writes behind its own line begins so. */
const STACK_HEAD = /^[A-Z]\w*(?:Error|Exception)\b.*: /
const STACK_FRAME = /^\s+at \S/
const ESCAPE = 27

/** Returns whether a line is the head of a stack that belongs to a line of Nest. */
export const beginsStack = (line: string): boolean => STACK_HEAD.test(line)

/** Returns whether a line is a frame of a stack, coloured or not. */
export const isStackFrame = (line: string): boolean => STACK_FRAME.test(withoutAnsi(line))

/** Returns whether a line of text belongs to the record of the line before. */
export function continues(line: string): boolean {
  const code = line.charCodeAt(0)
  // Most lines begin with a letter, a digit or a brace.
  if (code === 123 || (code >= 48 && code <= 57)) return false
  const plain = code === ESCAPE || code === 32 ? withoutAnsi(line) : line
  return CONTINUES.test(plain) && !BEGINS.test(plain)
}
