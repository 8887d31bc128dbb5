import { SEVERITY_NUMBER } from '../../record/severity.js'
import { severityInText } from '../../record/severity-in-text.js'
import { severityOfWord } from '../../record/severity-words.js'
import { severityOfSyslog } from './fields.js'
import type { FormatName, LineContext, Take } from './found-record.js'
import type { ReadInner } from './json-line.js'
import { isLogfmt, logfmtMillis } from './logfmt.js'
import { parseTime, syslogTime } from './time-text.js'

/** `2026-11-26T18:00:00Z stdout F message`, as the kubelet writes it. */
const CRI = /^(\d{4}-\d\d-\d\dT\S+) (?:stdout|stderr) [FP] (.*)$/s
/** `web-1  | message`, as `docker compose logs` shows it. */
const COMPOSE = /^([a-z0-9][\w.-]{0,62})\s+\| (.*)$/is
const NEST = /^\[Nest\] \d+ {2}- (.{8,30}?) +(LOG|ERROR|WARN|DEBUG|VERBOSE|FATAL) (?:\[([^\]]+)\] )?(.*)$/s
const NEXT = /^ ?(✓|⨯|⚠|○|▲|✗|»|GET|POST|PUT|PATCH|DELETE|HEAD) (.*)$/s
/** `combined`, or `vhost_combined` with the site in front. The request is what came: nonsense of scanners, or `-` of who sent none. */
const ACCESS = /^(?:\S+ )?\S+ \S+ \S+ \[([^\]]{10,40})\] ".*" \d{3} /
const SYSLOG_RFC5424 = /^<(\d{1,3})>1 (\S+) \S+ (\S+) \S+ \S+ (?:-|\[.*?\]) ?(.*)$/s
const SYSLOG = /^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S+ ([\w./-]+)(?:\[\d+\])?: (.*)$/s
/** A time, then a level, then what is said; each may be missing and may stand in brackets. */
const TIMED =
  /^\[?(\d{4}[-/]\d\d[-/]\d\d[T ,]+\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?|\d{4}[-/]\d\d[-/]\d\d(?=\]?\s)|\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)\]?[ :\-|]*(.*)$/s
/** What Java's loggers write after the time: which thread, then the level. */
const THREAD = /^\[[^\]\s]{1,80}\] +(?=[A-Z]{4,8}\b)/
const LEVELLED = /^[[(<]?([A-Za-z]{3,9})[\])>]?(?:\s*\(\d+\))?\s*[:\-|]?\s+(.*)$/s

/** Reads a line of text: of a framework, a web server, syslog, what wraps lines of containers, or the console. */
export function readTextLine(line: string, context: LineContext, take: Take, readInner: ReadInner): void {
  const cri = CRI.exec(line)
  if (cri !== null) {
    readInner(cri[2]!, { ...context, format: 'Kubernetes', millis: parseTime(cri[1]!) }, take)
    return
  }
  const compose = context.format === undefined ? COMPOSE.exec(line) : null
  if (compose !== null) {
    readInner(compose[2]!, { ...context, format: 'Docker', service: compose[1]!.replace(/-\d+$/, '') }, take)
    return
  }
  const found = nest(line) ?? access(line) ?? syslog(line, context.now) ?? next(line) ?? plain(line)
  const { body, severityNumber, millis, service, format, attributes } = found
  const number = severityNumber || context.severityNumber || severityInText(body)
  take({
    format: context.format ?? format,
    record: { body, ...(number > 0 && { severityNumber: number }), ...(attributes && { attributes }) },
    millis: millis ?? context.millis,
    service: service ?? context.service,
    text: line,
  })
}

interface Said {
  readonly format: FormatName
  readonly body: string
  readonly severityNumber: number
  readonly millis?: number | undefined
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
  const modern = SYSLOG_RFC5424.exec(line)
  const old = modern === null ? SYSLOG.exec(line) : null
  const [, priority, time, service, body] = modern ?? old ?? []
  if (body === undefined) return undefined
  const severityNumber = priority === undefined ? 0 : severityOfSyslog(Number(priority))
  const millis = modern === null ? syslogTime(time!, now) : parseTime(time!)
  return { format: 'syslog', body, severityNumber, millis, service }
}

/** What the console, debug or a logger's text format wrote. */
function plain(line: string): Said {
  const timed = TIMED.exec(line)
  // A day alone is no time: what wraps the line may know it.
  const millis = timed === null || timed[1]!.length === 'yyyy-mm-dd'.length ? undefined : parseTime(timed[1]!)
  const rest = timed?.[2] ?? line
  const levelled = LEVELLED.exec(timed === null ? rest : rest.replace(THREAD, ''))
  const severityNumber = levelled === null ? 0 : severityOfWord(levelled[1]!)
  const body = severityNumber > 0 ? levelled![2]! : rest
  if (isLogfmt(body)) return { format: 'logfmt', body, severityNumber, millis: millis ?? logfmtMillis(body) }
  return { format: 'text', body, severityNumber, millis }
}
