import { type Screen, styled } from './screen.js'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Takes what is left of the line. One column at most. */
  readonly grows?: boolean
}

const GAP = 2
const MIN_GROWING = 12
/** Colours take no room. */
const STYLES = /\u001b\[[\d;]*m/g

export const widthOf = (text: string): number => [...text.replace(STYLES, '')].length

/**
 * Returns a table, a line each row, no wider than the screen.
 *
 * @param rows a cell each column; the growing one is a function of the room that it has
 */
export function tableOf(
  screen: Screen,
  columns: readonly Column[],
  rows: readonly (readonly (string | ((room: number) => string))[])[],
  indent = 2,
): string[] {
  const widths = columns.map(({ title, grows }, i) =>
    grows ? 0 : Math.max(widthOf(title), ...rows.map((row) => (typeof row[i] === 'string' ? widthOf(row[i]) : 0))),
  )
  const taken = indent + widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1)
  const room = Math.max(MIN_GROWING, screen.width - taken)
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
