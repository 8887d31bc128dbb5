import { type Screen, styled } from './screen.js'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Takes what is left of the line. One column at most. */
  readonly grows?: boolean
  /** Left out where the screen is too narrow for all: those of the lowest number first. */
  readonly spare?: number
}

const GAP = 2
const MIN_GROWING = 12
/** Colours take no room. */
const STYLES = /\u001b\[[\d;]*m/g

export const widthOf = (text: string): number => [...text.replace(STYLES, '')].length

type Cell = string | ((room: number) => string)

/** Returns whether a table is no wider than the screen with all its columns. */
export const fits = (
  screen: Screen,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  indent = 2,
): boolean => widthOfAll(columns, widthsOf(columns, rows), indent) <= screen.width

/**
 * Returns a table, a line each row, no wider than the screen as far as columns can be spared.
 *
 * @param rows a cell each column; the growing one is a function of the room that it has
 */
export function tableOf(
  screen: Screen,
  allColumns: readonly Column[],
  allRows: readonly (readonly Cell[])[],
  indent = 2,
): string[] {
  const left = leftOf(screen, allColumns, allRows, indent)
  const columns = left.map((i) => allColumns[i]!)
  const rows = allRows.map((row) => left.map((i) => row[i]!))
  const widths = widthsOf(columns, rows)
  const room = MIN_GROWING + Math.max(0, screen.width - widthOfAll(columns, widths, indent))
  const padded = (text: string, i: number): string => {
    if (columns[i]!.grows) return text
    const space = ' '.repeat(Math.max(0, widths[i]! - widthOf(text)))
    return columns[i]!.align === 'right' ? space + text : text + space
  }
  const line = (cells: readonly string[]) => `${' '.repeat(indent)}${cells.map(padded).join(' '.repeat(GAP))}`.trimEnd()
  return [
    styled(screen, 'dim', line(columns.map(({ title }) => title))),
    ...rows.map((row) => line(row.map((cell) => (typeof cell === 'string' ? cell : cell(room))))),
  ]
}

/** Which columns are left on a screen, by index. */
function leftOf(
  screen: Screen,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  indent: number,
): number[] {
  const widths = widthsOf(columns, rows)
  const spare = columns.flatMap((column, i) => (column.spare === undefined ? [] : [i]))
  const order = spare.toSorted((a, b) => columns[b]!.spare! - columns[a]!.spare!)
  let left = columns.map((_, i) => i)
  const of = <T>(all: readonly T[]) => left.map((i) => all[i]!)
  while (order.length > 0 && widthOfAll(of(columns), of(widths), indent) > screen.width) {
    const dropped = order.pop()
    left = left.filter((i) => i !== dropped)
  }
  return left
}

const widthsOf = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] =>
  columns.map(({ title, grows }, i) =>
    grows
      ? MIN_GROWING
      : Math.max(widthOf(title), ...rows.map((row) => (typeof row[i] === 'string' ? widthOf(row[i]) : 0))),
  )

const widthOfAll = (columns: readonly Column[], widths: readonly number[], indent: number): number =>
  indent + widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1)
