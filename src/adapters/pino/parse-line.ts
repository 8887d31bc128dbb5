import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** What pino puts before the fields of the app, in this order; the same names may follow once more, given by the app. */
const HEAD = /^\{("[^"\\]{1,64}":(?:\d+|"[^"\\]*"))(,"time":(?:\d+|"[^"\\]*"))?/
const OF_THIS_PROCESS = `,"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`

const LARGE = /[:,[]\s*-?\d{16,}/
/** Strings, to pass over them, and integers that may be too large for a number. */
const STRINGS_AND_LARGE = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g
/** Nobody else can know it: no text of the app passes for a number. */
const MARK = `lipservice:${randomUUID()}:`

/**
 * Returns the fields that the app gave to a line of pino, without those that pino has put before them (level, time, pid, host name), and
 * with integers as exact as they were written. `undefined`: the line is no object of JSON.
 */
export function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const fields = parseExactly(withoutHead(line))
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function withoutHead(line: string): string {
  const head = HEAD.exec(line)
  if (head === null) return line
  const [{ length }, first] = head
  const rest = line.startsWith(OF_THIS_PROCESS, length) ? length + OF_THIS_PROCESS.length : length
  // A formatter may have given the level another name: then it is the app's.
  if (!first!.startsWith('"level":')) return `{${first}${line.slice(rest)}`
  return line[rest] === ',' ? `{${line.slice(rest + 1)}` : `{${line.slice(rest)}`
}

function parseExactly(json: string): unknown {
  if (!LARGE.test(json)) return JSON.parse(json)
  const marked = json.replace(STRINGS_AND_LARGE, (found) =>
    found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `"${MARK}${found}"`,
  )
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  )
}
