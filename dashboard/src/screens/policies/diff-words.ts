import type { components } from '../../api/schema.js'
import { entryOf } from '../../format/entry-of.js'
import { bytes, number, percent } from '../../format/numbers.js'
import { duration, when } from '../../format/times.js'
import { policyTexts } from '../../texts/policies.js'

const texts = policyTexts.diff

export type Change = components['schemas']['PolicyVersion']['changes'][number]
type Named = components['schemas']['PolicyVersion']['templates'][number]

/** One difference in words. */
export interface DiffRow {
  /** What it is of, in words; empty: the limit of a pattern. */
  readonly label: string
  /** Of a pattern: its template, or its signature where nothing is known of it. */
  readonly template: string | undefined
  readonly before: string
  readonly after: string
  /** `up`: more is kept. */
  readonly tone: 'up' | 'down' | ''
  /** That the pattern logs a day; 0 where it is not known. */
  readonly bytes: number
}

/** Without them SDKs go by their own defaults. */
const SDK_DECIDES = /^(keep_first\.|refresh_seconds$|anomaly_boost$)/
/** Says nothing that is not said elsewhere. */
const UNSAID = new Set(['reasoning', 'signature_version', 'team_id'])

/**
 * Returns what a version says otherwise, in words: what concerns everything first, then patterns by bytes.
 *
 * @param now epoch seconds
 */
export function diffRows(
  changes: readonly Change[],
  templates: readonly Named[],
  zone: string,
  now: number,
): DiffRow[] {
  const nameOf = (signature: string): string =>
    templates.find((one) => one.signature === signature)?.template ?? signature
  const sizes = new Map(changes.map(({ path, bytes: size }) => [path.slice(path.indexOf('.') + 1), size ?? 0]))
  const rows = changes.flatMap((change): DiffRow[] => {
    if (UNSAID.has(change.path)) return []
    if (change.path === 'keep_patterns') return keptRows(change, nameOf, sizes)
    const row = rowOf(change, nameOf, zone, now)
    // What differs behind the digits that are shown is no difference to people.
    return isAmount(change.path) && row.before === row.after ? [] : [row]
  })
  const rank = ({ template }: DiffRow): number => (template === undefined ? 0 : 1)
  return rows.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      b.bytes - a.bytes ||
      (a.template ?? '').localeCompare(b.template ?? '') ||
      a.label.localeCompare(b.label),
  )
}

type NameOf = (signature: string) => string

function keptRows({ before, after }: Change, nameOf: NameOf, sizes: ReadonlyMap<string, number>): DiffRow[] {
  const [old, now] = [signaturesIn(before), signaturesIn(after)]
  const row = (signature: string, isKept: boolean): DiffRow => ({
    label: texts.keptWhole,
    template: nameOf(signature),
    before: isKept ? texts.no : texts.yes,
    after: isKept ? texts.yes : texts.no,
    tone: isKept ? 'up' : 'down',
    bytes: sizes.get(signature) ?? 0,
  })
  return [
    ...[...now].filter((one) => !old.has(one)).map((one) => row(one, true)),
    ...[...old].filter((one) => !now.has(one)).map((one) => row(one, false)),
  ]
}

function rowOf(
  { path, before, after, template, bytes: size = 0 }: Change,
  nameOf: NameOf,
  zone: string,
  now: number,
): DiffRow {
  const [, map, signature] = /^(pattern_rates|pattern_values)\.([0-9a-f]{16})$/.exec(path) ?? []
  const say = sayingOf(path, zone, now)
  return {
    label: map === 'pattern_values' ? texts.counts : signature === undefined ? labelOf(path) : '',
    template: signature === undefined ? undefined : (template ?? nameOf(signature)),
    before: say(before),
    after: say(after),
    tone: toneOf(path, before, after),
    bytes: size,
  }
}

function labelOf(path: string): string {
  const [, severity] = /^severity_rates\.([A-Z]+)$/.exec(path) ?? []
  if (severity !== undefined) return texts.severity(severity)
  return entryOf(texts.paths, path) ?? path.replaceAll(/[_.]/g, ' ')
}

/** Without a limit is more than any limit; without a value, a pattern counts once. */
function toneOf(path: string, before: unknown, after: unknown): DiffRow['tone'] {
  if (path === 'incident_until') return after === undefined || after === null ? '' : 'up'
  if (path === 'mode') return after === 'off' || after === 'shadow' ? 'up' : before === undefined ? '' : 'down'
  if (!isAmount(path) || (SDK_DECIDES.test(path) && (before === undefined || after === undefined))) return ''
  const none = path.startsWith('pattern_values.') ? 1 : Number.POSITIVE_INFINITY
  const [old, now] = [before, after].map((value) => (typeof value === 'number' ? value : none))
  return old === now ? '' : now! > old! ? 'up' : 'down'
}

const isRate = (path: string): boolean => /^(pattern_rates\.|severity_rates\.|global_rate$)/.test(path)
const isAmount = (path: string): boolean =>
  isRate(path) || /^(pattern_values\.|budget\.bytes_per_second$|keep_first\.count$)/.test(path)

/** Returns how a value of a path is said. */
function sayingOf(path: string, zone: string, now: number): (value: unknown) => string {
  const none = isRate(path)
    ? texts.noLimit
    : path.startsWith('pattern_values.')
      ? texts.words.once
      : SDK_DECIDES.test(path)
        ? texts.asUsual
        : texts.none
  return (value) => {
    if (value === undefined || value === null) return path === 'incident_until' ? texts.no : none
    if (path === 'trace_key') return texts.changed
    if (typeof value === 'number') return numberWords(path, value)
    if (path === 'incident_until' && typeof value === 'string' && Number.isFinite(Date.parse(value)))
      return texts.until(when(Date.parse(value) / 1000, zone, now))
    if (path === 'mode' && typeof value === 'string') return entryOf(texts.modes, value) ?? value
    if (Array.isArray(value)) return texts.entries(value.length)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

function numberWords(path: string, value: number): string {
  if (isRate(path)) return value >= 1 ? texts.noLimit : texts.atMost(percent(value))
  if (path === 'budget.bytes_per_second') return texts.perSecond(bytes(value))
  if (path === 'refresh_seconds') return duration(value)
  if (!path.startsWith('pattern_values.')) return number(value)
  const word = { 0.125: 'eighth', 0.5: 'half', 1: 'once', 2: 'double' }[value] as keyof typeof texts.words | undefined
  return word === undefined ? texts.times(number(value)) : texts.words[word]
}

const signaturesIn = (value: unknown): ReadonlySet<string> =>
  new Set(Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [])
