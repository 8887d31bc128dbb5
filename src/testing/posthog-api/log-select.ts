import { anything, type Check, fields, listOf, oneOf, text } from './fields.js'
import type { LogRows, StoredLog } from './log-row.js'

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

const FILTER = fields({
  'key!': text,
  'type!': oneOf('log', 'log_attribute', 'log_resource_attribute'),
  'operator!': oneOf(
    'exact',
    'is_not',
    'icontains',
    'not_icontains',
    'regex',
    'not_regex',
    'gt',
    'lt',
    'is_set',
    'is_not_set',
  ),
  value: anything,
})

/** Fields that all logs endpoints take in their query. */
export const SELECTION: Readonly<Record<string, Check>> = {
  'dateRange!': fields({ date_from: text, date_to: text }),
  severityLevels: listOf(oneOf(...SEVERITIES)),
  serviceNames: listOf(text),
  searchTerm: text,
  filterGroup: listOf(FILTER),
}

interface Filter {
  readonly key: string
  readonly type: string
  readonly operator: string
  readonly value?: unknown
}

/** Returns the records that a query means, oldest first. */
export function selected(query: Record<string, unknown>, logs: LogRows, now: number): StoredLog[] {
  const { date_from, date_to } = query['dateRange'] as { date_from?: string; date_to?: string }
  const micros = (date: string | undefined, otherwise: number) =>
    date === undefined ? otherwise : Date.parse(date) * 1_000
  const services = query['serviceNames'] as string[] | undefined
  const severities = query['severityLevels'] as string[] | undefined
  const term = (query['searchTerm'] as string | undefined)?.toLowerCase()
  const filters = (query['filterGroup'] ?? []) as Filter[]
  return logs
    .within(micros(date_from, (now - 3_600_000) * 1_000), micros(date_to, now * 1_000))
    .filter(
      (row) =>
        (!services?.length || services.includes(row.service)) &&
        (!severities?.length || severities.includes(row.severity)) &&
        (!term || row.body.toLowerCase().includes(term)) &&
        filters.every((filter) => holds(filter, row)),
    )
}

/** What Python reads as a number. */
const NUMBER_LIKE = /^\s*[+-]?((\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?|inf(inity)?|nan)\s*$/i

function holds({ key, type, operator, value }: Filter, row: StoredLog): boolean {
  const from =
    type === 'log'
      ? { message: row.body, pattern: row.pattern }
      : type === 'log_attribute'
        ? row.attributes
        : row.resourceAttributes
  const found = (from as Record<string, string>)[key]
  const wanted = Array.isArray(value) ? value.map(String) : [String(value)]
  switch (operator) {
    case 'is_set':
      return found !== undefined
    case 'is_not_set':
      return found === undefined
    // What looks like a number is sought among numbers alone: an attribute that is a text is not there.
    case 'exact':
      return wanted.some((one) => found === one && !(type !== 'log' && NUMBER_LIKE.test(one)))
    case 'is_not':
      return !wanted.includes(found ?? '')
    case 'icontains':
      return wanted.some((one) => found?.toLowerCase().includes(one.toLowerCase()))
    case 'not_icontains':
      return !wanted.some((one) => found?.toLowerCase().includes(one.toLowerCase()))
    case 'regex':
      return new RegExp(wanted[0]!, 'u').test(found ?? '')
    case 'not_regex':
      return !new RegExp(wanted[0]!, 'u').test(found ?? '')
    case 'gt':
      return Number(found) > Number(wanted[0])
    default:
      return Number(found) < Number(wanted[0])
  }
}
