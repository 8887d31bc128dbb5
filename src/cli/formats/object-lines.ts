import { withoutAnsi } from '../../record/ansi.js'

/** A brace alone, as JSON.stringify and util.inspect begin an object over several lines. */
const OPENS = /^ {0,16}\{$/
/** Fields of the object itself: those within them stand further in. */
const FIELD = /^ {2}(?:'([^']{1,200})'|(\w{1,200})): (.*?),?$/
const QUOTED = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)$/s
const MAX_FIELDS = 200

/** Returns whether a line opens an object that goes on in the next ones. */
export const opensObject = (line: string): boolean => OPENS.test(line.trimEnd())

/** Returns whether a line is the end of an object that another line opened. */
export const closesObject = (line: string, opening: string): boolean =>
  /^\s*\}[,;]?$/.test(line.trimEnd()) && line.indexOf('}') === opening.indexOf('{')

/**
 * Returns the fields of an object that `util.inspect` wrote over several lines, as winston's prettyPrint does: texts, numbers and words; of what
 * is deeper, its text. `undefined`: it is none.
 */
export function inspectedFields(text: string): Record<string, unknown> | undefined {
  const [first, ...lines] = withoutAnsi(text).split('\n')
  if (first !== '{') return undefined
  const fields: Record<string, unknown> = Object.create(null)
  let many = 0
  for (const line of lines) {
    const [, quoted, bare, value] = FIELD.exec(line) ?? []
    const name = quoted ?? bare
    if (name === undefined || many++ >= MAX_FIELDS) continue
    fields[name] = readValue(value!)
  }
  return many > 0 ? { ...fields } : undefined
}

function readValue(text: string): unknown {
  const [whole, single, double, tick] = QUOTED.exec(text) ?? []
  if (whole !== undefined) return (single ?? double ?? tick)!.replace(/\\(.)/gs, (_, of) => (of === 'n' ? '\n' : of))
  const number = Number(text)
  return text !== '' && Number.isFinite(number) ? number : text
}
