import { createHash } from 'node:crypto'
import type { WantedTile } from './wanted-board.js'

const MARK = /\s*\[lipservice:([0-9a-f]{12})\]\s*$/

/** A text of ours, taken apart: what people read, and the mark at its end. */
export interface Marked {
  readonly text: string
  /** `undefined`: there is none. */
  readonly mark: string | undefined
}

/** Returns what was written, as far as we write it: what PostHog adds to it does not count. */
const hashOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)

/** Returns a text with the mark of its own definition, by which an edit is seen later. @param parts what else is part of the definition */
export const marked = (text: string, parts: readonly unknown[]): string =>
  `${text} [lipservice:${hashOf([text, ...parts])}]`

/** Takes a text apart. */
export function unmarked(text: string): Marked {
  const mark = MARK.exec(text)?.[1]
  return { text: text.replace(MARK, ''), mark }
}

/** How what is in PostHog stands to what is wanted. */
export type Standing = 'same' | 'outdated' | 'edited'

/**
 * Compares a text and its definition with those that are wanted. `outdated`: it is as an earlier version of us wrote it. `edited`:
 * somebody else has changed it since.
 */
export function standingOf(
  found: { readonly text: string; readonly parts: readonly unknown[] },
  wanted: { readonly text: string; readonly parts: readonly unknown[] },
): Standing {
  const { text, mark } = unmarked(found.text)
  const now = hashOf([text, ...found.parts])
  if (now === hashOf([wanted.text, ...wanted.parts])) return 'same'
  return now === mark ? 'outdated' : 'edited'
}

/** Returns whether a text and its definition are as we wrote them. */
export function isUntouched(text: string, parts: readonly unknown[]): boolean {
  const { text: own, mark } = unmarked(text)
  return mark !== undefined && mark === hashOf([own, ...parts])
}

/** Returns the definition of a tile, as PostHog takes it. */
export const definitionOf = ({ query, display, axes }: WantedTile): Readonly<Record<string, unknown>> => ({
  kind: 'DataVisualizationNode',
  source: { kind: 'HogQLQuery', query: query.text },
  display,
  ...(axes === undefined
    ? {}
    : { chartSettings: { xAxis: { column: axes.x }, yAxis: axes.y.map((column) => ({ column })) } }),
})

/** Returns the parts of an insight that we write: its title, its query, and how it is shown. */
export function partsOfInsight(title: string, definition: Readonly<Record<string, unknown>>): readonly unknown[] {
  const field = (of: unknown, name: string): unknown =>
    typeof of === 'object' && of !== null ? ((of as Record<string, unknown>)[name] ?? null) : null
  const [source, chart] = [field(definition, 'source'), field(definition, 'chartSettings')]
  const axes = field(chart, 'yAxis')
  return [
    title,
    field(definition, 'kind'),
    field(source, 'kind'),
    field(source, 'query'),
    field(definition, 'display'),
    field(field(chart, 'xAxis'), 'column'),
    Array.isArray(axes) ? axes.map((axis) => field(axis, 'column')) : [],
  ]
}

/** Returns the parts of the filters of a view that we write. */
export const partsOfView = (filters: Readonly<Record<string, unknown>>): readonly unknown[] => [
  filters['filterGroup'] ?? null,
  filters['severityLevels'] ?? [],
  filters['serviceNames'] ?? [],
  filters['searchTerm'] ?? '',
]
