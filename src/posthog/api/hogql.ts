/**
 * A piece of HogQL: the only one that `query` takes, and the only way to one is {@link hogql}. So no text of others can become part
 * of a query but as a literal.
 */
export class HogQL {
  /** The query as it is sent. */
  readonly text: string

  private constructor(text: string) {
    this.text = text
  }

  /** Of this module alone. */
  static of(text: string): HogQL {
    return new HogQL(text)
  }

  /** Returns the query as it is sent. */
  toString(): string {
    return this.text
  }
}

/** What may stand in `${…}`: HogQL as it is, anything else as a literal. */
export type HogQLValue = HogQL | string | number | bigint | boolean | Date | null | readonly HogQLValue[]

/**
 * Returns a query. What stands in `${…}` becomes a literal: a text in quotes, a number, a `Date` as a moment in UTC, an array as a
 * list in brackets. HogQL goes in as it is.
 *
 * @throws TypeError for a number that is not finite, a `Date` that is none, an empty list
 * @example
 * hogql`SELECT count() FROM logs WHERE service_name IN ${['api', 'shop']} AND timestamp >= ${new Date(0)}`
 */
export function hogql(strings: TemplateStringsArray, ...values: readonly HogQLValue[]): HogQL {
  const parts = strings.map((part, i) => (i < values.length ? part + literal(values[i]!) : part))
  return HogQL.of(parts.join(''))
}

/** Returns a name, such as an alias, quoted. @throws TypeError if it is empty or has a percent sign, which HogQL does not take */
export function identifier(name: string): HogQL {
  if (name === '' || name.includes('%')) throw new TypeError(`HogQL has no name ${JSON.stringify(name)}`)
  return HogQL.of(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${escaped(name).replaceAll('`', '``')}\``)
}

/** Returns pieces one after the other, with a separator between them, such as `, ` or ` AND `. */
export function joined(pieces: readonly HogQL[], separator: ', ' | ' AND ' | ' OR ' | ' ' = ', '): HogQL {
  return HogQL.of(pieces.map(({ text }) => text).join(separator))
}

function literal(value: HogQLValue): string {
  if (value instanceof HogQL) return value.text
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `'${escaped(value).replaceAll("'", "\\'")}'`
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('HogQL has no number that is not finite')
  if (value instanceof Date) return moment(value)
  if (Array.isArray(value)) {
    if (value.length === 0) throw new TypeError('HogQL has no empty list')
    return `(${value.map((item) => literal(item)).join(', ')})`
  }
  return String(value)
}

/** To the microsecond that PostHog keeps; always UTC, whatever the zone of the project. */
function moment(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new TypeError('HogQL has no date that is none')
  return `toDateTime64('${date.toISOString().replace('T', ' ').replace('Z', '')}', 6, 'UTC')`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  // HogQL has none, and reads over it.
  '\0': '\\0',
  '\x07': '\\a',
}

const escaped = (text: string): string => text.replace(/[\\\b\f\n\r\t\v\0\x07]/g, (found) => ESCAPES[found]!)
