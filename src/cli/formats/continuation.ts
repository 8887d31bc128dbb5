/** What goes on with the record before: frames of a stack, causes, indented fields. */
const CONTINUES = /^(?:\s+\S|\t|Caused by: |\.\.\. \d+ more|\}|\]| {4}at |at .+\(.+:\d+|Traceback |During handling )/
/** A line that begins one although it is indented. */
const BEGINS = /^ (?:✓|⨯|⚠|○|▲|GET|POST|PUT|PATCH|DELETE|HEAD) /

/** Returns whether a line of text belongs to the record of the line before. */
export function continues(line: string): boolean {
  const code = line.charCodeAt(0)
  // Most lines begin with a letter, a digit or a brace.
  if (code === 123 || (code >= 48 && code <= 57)) return false
  return CONTINUES.test(line) && !BEGINS.test(line)
}
