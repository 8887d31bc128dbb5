import { SEVERITY_NUMBER } from '../../record/severity.js'
import { severityInText } from '../../record/severity-in-text.js'
import { severityOfWord } from '../../record/severity-words.js'
import { severityOfSyslog } from './fields.js'
import type { FormatName, LineContext, Take } from './found-record.js'
import type { ReadInner } from './json-line.js'
import { levelInLine } from './level-in-line.js'
import { isLogfmt, logfmtMillis } from './logfmt.js'
import { jsonAtEnd, unwrapText } from './text-wraps.js'
import { clockTime, parseTime, syslogTime, yearless } from './time-text.js'

const NEST = /^\[Nest\] \d+ {2}- (.{8,30}?) +(LOG|ERROR|WARN|DEBUG|VERBOSE|FATAL) (?:\[([^\]]+)\] )?(.*)$/s
const NEXT = /^ ?(✓|⨯|⚠|○|▲|✗|»|GET|POST|PUT|PATCH|DELETE|HEAD) (.*)$/s
/** `combined`, or `vhost_combined` with the site in front. The request is what came: nonsense of scanners, or `-` of who sent none. */
const ACCESS = /^(?:\S+ )?\S+ \S+ \S+ \[([^\]]{10,40})\] ".*" \d{3} /
const SYSLOG_RFC5424 = /^<(\d{1,3})>1 (\S+) \S+ (\S+) \S+ \S+ (?:-|\[.*?\]) ?(.*)$/s
const SYSLOG = /^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S+ ([\w./-]+)(?:\[\d+\])?: (.*)$/s
/** `2026-11-26T18:00:00.123456+00:00 host node[12]: message`, as rsyslog and journalctl write it; Heroku leaves out the host. */
const SYSLOG_ISO =
  /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)) (?:[\w.-]{1,253} )?([\w./-]{1,64})\[[\w.-]{1,40}\]: (.*)$/s
/** `E1126 18:00:00.123456       1 main.go:12] message`, of what is written in Go for Kubernetes. */
const KLOG = /^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{1,9}) +\d+ [\w./-]{1,200}:\d+\] (.*)$/s
const LETTERS: Readonly<Record<string, string>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' }
/** `E, [2026-11-26T18:00:00.123456 #12] ERROR -- : message`, of Ruby. */
const RUBY = /^[DIWEFA], \[([\dT:.-]{19,26}) #\d+\] +([A-Z]{3,7}) -- [^:]{0,80}: (.*)$/s
/** A time, then what is said; it may stand in brackets. */
const TIMED =
  /^\[?(\d{4}[-/]\d\d[-/]\d\d[T ,]+\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?|\d{4}[-/]\d\d[-/]\d\d(?=\]?\s)|\d{1,2}:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z|\s?[AP]M)?)\]?[\s:\-|]*(.*)$/s

/** Reads a line of text: of a framework, a web server, syslog, what wraps lines of containers, or the console. */
export function readTextLine(line: string, context: LineContext, take: Take, readInner: ReadInner): void {
  const unwrapped = unwrapText(line, context)
  if (unwrapped !== undefined) {
    readInner(unwrapped.line, { ...context, ...unwrapped }, take)
    return
  }
  const found =
    nest(line) ??
    access(line) ??
    syslog(line, context.now) ??
    otherLogger(line, context.now) ??
    next(line) ??
    plain(line)
  const { body, severityNumber, millis, clock, service, format, attributes } = found
  const json = format === 'access log' ? undefined : jsonAtEnd(body)
  if (json !== undefined) {
    const known = { millis: millis ?? context.millis, service: service ?? context.service }
    readInner(json, { ...context, ...(format === 'syslog' && { format }), ...known }, take)
    return
  }
  const number = severityNumber || context.severityNumber || severityInText(body)
  take({
    format: context.format ?? format,
    record: { body, ...(number > 0 && { severityNumber: number }), ...(attributes && { attributes }) },
    millis: millis ?? context.millis,
    ...(clock !== undefined && context.millis === undefined && { clock }),
    service: service ?? context.service,
    text: line,
  })
}

interface Said {
  readonly format: FormatName
  readonly body: string
  readonly severityNumber: number
  readonly millis?: number | undefined
  readonly clock?: number | undefined
  readonly service?: string | undefined
  readonly attributes?: Record<string, unknown>
}

function nest(line: string): Said | undefined {
  const found = NEST.exec(line)
  if (found === null) return undefined
  const [, time, level, context, body] = found
  const attributes = context === undefined ? {} : { attributes: { context } }
  return {
    format: 'Nest',
    body: body!,
    severityNumber: severityOfWord(level!),
    millis: parseTime(time!),
    ...attributes,
  }
}

function next(line: string): Said | undefined {
  const found = NEXT.exec(line)
  if (found === null) return undefined
  const mark = found[1]!
  const level =
    mark === '⨯' || mark === '✗' ? SEVERITY_NUMBER.error : mark === '⚠' ? SEVERITY_NUMBER.warn : SEVERITY_NUMBER.info
  return { format: 'Next', body: /[A-Z]/.test(mark) ? `${mark} ${found[2]}` : found[2]!, severityNumber: level }
}

function access(line: string): Said | undefined {
  const found = ACCESS.exec(line)
  return found === null
    ? undefined
    : { format: 'access log', body: line, severityNumber: 0, millis: parseTime(found[1]!) }
}

function syslog(line: string, now: number): Said | undefined {
  const iso = SYSLOG_ISO.exec(line)
  if (iso !== null) {
    const [, time, service, body] = iso
    return { format: 'syslog', body: body!, severityNumber: 0, millis: parseTime(time!), service }
  }
  const modern = SYSLOG_RFC5424.exec(line)
  const old = modern === null ? SYSLOG.exec(line) : null
  const [, priority, time, service, body] = modern ?? old ?? []
  if (body === undefined) return undefined
  const severityNumber = priority === undefined ? 0 : severityOfSyslog(Number(priority))
  const millis = modern === null ? syslogTime(time!, now) : parseTime(time!)
  return { format: 'syslog', body, severityNumber, millis, service }
}

/** What is usual beside Node.js. */
function otherLogger(line: string, now: number): Said | undefined {
  const [, letter, month, day, clock, said] = KLOG.exec(line) ?? []
  if (letter !== undefined)
    return {
      format: 'text',
      body: said!,
      severityNumber: severityOfWord(LETTERS[letter]!),
      millis: yearless(Number(month) - 1, day!, clock!, now),
    }
  const [, time, level, body] = RUBY.exec(line) ?? []
  if (time === undefined) return undefined
  return { format: 'text', body: body!, severityNumber: severityOfWord(level!), millis: parseTime(time) }
}

/** What the console, debug or a logger's text format wrote. */
function plain(line: string): Said {
  const timed = TIMED.exec(line)
  // A day alone is no time: what wraps the line may know it.
  const millis = timed === null || timed[1]!.length === 'yyyy-mm-dd'.length ? undefined : parseTime(timed[1]!)
  const { severityNumber, body } = levelInLine(timed?.[2] ?? line, timed !== null)
  if (isLogfmt(body)) return { format: 'logfmt', body, severityNumber, millis: millis ?? logfmtMillis(body) }
  const clock = timed === null || millis !== undefined ? undefined : clockTime(timed[1]!)
  return { format: 'text', body, severityNumber, millis, clock }
}
