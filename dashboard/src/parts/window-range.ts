/** Rows drawn beyond what is seen, at each side. */
const OVER = 8
/** So few are all drawn: they are found in the page, and printed. */
const FEW = 100

export interface RowPlace {
  readonly count: number
  /** Of each row, pixels. */
  readonly height: number
  /** The row that is opened; -1: none. */
  readonly opened: number
  /** What is opened below it, pixels. */
  readonly detail: number
}

/** Returns where a row begins, pixels from the first. */
export function topOf(index: number, { height, opened, detail }: RowPlace): number {
  return index * height + (opened >= 0 && index > opened ? detail : 0)
}

/** Returns the rows of which something lies between two heights, with some more at each side: `[first, after the last]`. */
export function rangeOf(from: number, to: number, place: RowPlace): readonly [number, number] {
  const { count, height, opened, detail } = place
  if (count <= FEW) return [0, count]
  const rowAt = (top: number): number => {
    const straight = Math.floor(top / height)
    if (opened < 0 || straight <= opened) return straight
    return Math.max(opened, Math.floor((top - detail) / height))
  }
  const first = Math.max(0, Math.min(count, rowAt(from) - OVER))
  const end = Math.max(first, Math.min(count, rowAt(to) + 1 + OVER))
  return [first, end]
}

/** A row, or the room of those that are not drawn. */
export type Piece = { readonly kind: 'row'; readonly index: number } | { readonly kind: 'gap'; readonly height: number }

/** Returns what is drawn from the first row to the last: those of a range, one more that must stay, and gaps of the others' height. */
export function piecesOf([first, end]: readonly [number, number], stays: number, place: RowPlace): Piece[] {
  const { count, height, opened, detail } = place
  const indexes = Array.from({ length: end - first }, (_, i) => first + i)
  if (stays >= 0 && stays < first) indexes.unshift(stays)
  else if (stays >= end && stays < count) indexes.push(stays)
  const pieces: Piece[] = []
  let next = 0
  const gap = (until: number): void => {
    if (until <= next) return
    const hidden = opened >= next && opened < until ? detail : 0
    pieces.push({ kind: 'gap', height: (until - next) * height + hidden })
  }
  for (const index of indexes) {
    gap(index)
    pieces.push({ kind: 'row', index })
    next = index + 1
  }
  gap(count)
  return pieces
}
