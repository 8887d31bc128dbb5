/** Rows drawn beyond what is seen, at each side. */
const OVER = 8
/** So few are all drawn: they are found in the page, and printed. */
const FEW = 100
/** Rows a frame from which on they fly past. */
const FAST_ROWS = 6
/** Of these, so many are drawn beyond what is seen. */
const OVER_FLYING = 2

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

/**
 * Returns the rows of which something lies between two heights, with some more at each side: `[first, after the last]`.
 *
 * @param over so many more
 */
export function rangeOf(from: number, to: number, place: RowPlace, over = OVER): readonly [number, number] {
  const { count, height, opened, detail } = place
  if (count <= FEW) return [0, count]
  const rowAt = (top: number): number => {
    const straight = Math.floor(top / height)
    if (opened < 0 || straight <= opened) return straight
    return Math.max(opened, Math.floor((top - detail) / height))
  }
  const first = Math.max(0, Math.min(count, rowAt(from) - over))
  const end = Math.max(first, Math.min(count, rowAt(to) + 1 + over))
  return [first, end]
}

/** A row, or the room of those that are not drawn. */
type Piece =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'gap'; readonly number: number; readonly height: number }

/** Returns what is drawn from the first row to the last: those of a range, one more that must stay, and gaps of the others' height. */
export function piecesOf([first, end]: readonly [number, number], stays: number, place: RowPlace): Piece[] {
  const { count, height, opened, detail } = place
  const indexes = Array.from({ length: end - first }, (_, i) => first + i)
  if (stays >= 0 && stays < first) indexes.unshift(stays)
  else if (stays >= end && stays < count) indexes.push(stays)
  const pieces: Piece[] = []
  let next = 0
  let gaps = 0
  const gap = (until: number): void => {
    if (until <= next) return
    const hidden = opened >= next && opened < until ? detail : 0
    pieces.push({ kind: 'gap', number: gaps++, height: (until - next) * height + hidden })
  }
  for (const index of indexes) {
    gap(index)
    pieces.push({ kind: 'row', index })
    next = index + 1
  }
  gap(count)
  return pieces
}

/** Returns whether rows fly past too fast to be read, of the first one that was drawn before and that is now. */
export const isFlight = (before: number, now: number): boolean => Math.abs(now - before) > FAST_ROWS

/**
 * Returns the rows that are drawn while they fly past, `[first, after the last]`: always as many, so that none is made.
 *
 * @param seen the first that is seen
 * @param window pixels
 */
export function flightOf(seen: number, window: number, { count, height }: RowPlace): readonly [number, number] {
  const first = Math.max(0, seen - OVER_FLYING)
  return [first, Math.min(count, first + Math.ceil(window / height) + 1 + 2 * OVER_FLYING)]
}
