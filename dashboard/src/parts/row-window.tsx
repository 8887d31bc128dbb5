import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { after } from '../internal/clock.js'
import { flightOf, isFlight, piecesOf, type RowPlace, rangeOf, topOf } from './window-range.js'

/** Rows that are drawn before it is known where they are seen. */
const FIRST: Shown = { first: 0, end: 30, flies: false }
/** Rows stand still when they have not flown for so long. */
const STILL_MS = 120

/** The rows that are drawn, `[first, end)`, and whether they fly past. */
interface Shown {
  readonly first: number
  readonly end: number
  readonly flies: boolean
}

const isSame = (one: Shown, other: Shown): boolean =>
  one.first === other.first && one.end === other.end && one.flies === other.flies

interface RowWindowProps {
  readonly count: number
  /** Of a row, pixels: its style has to make it so. */
  readonly height: number
  readonly columns: number
  /** The row that is opened; -1: none. */
  readonly opened: number
  /** The row that has the focus and stays, wherever it is; -1: none. */
  readonly stays: number
  /** Draws a row as `<tr>` with a key of its own. */
  readonly row: (index: number) => JSX.Element
  /** Draws a row that flies past, with the key of its place: only texts change from one to the next, no element is made. */
  readonly flying: (index: number, key: string) => JSX.Element
  /** Draws what stands below the opened row. */
  readonly detail: ComponentChildren
  /** Says which rows are drawn: `[first, after the last]`. */
  readonly onShown: (first: number, end: number) => void
}

/** The body of a table of any length that scrolls with the page: what is not seen is room of the same height. */
export function RowWindow({ count, height, columns, opened, stays, ...rest }: RowWindowProps): JSX.Element {
  const body = useRef<HTMLTableSectionElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const [detail, setDetail] = useState(0)
  const [shown, setShown] = useState(FIRST)
  const place: RowPlace = { count, height, opened, detail: opened < 0 ? 0 : detail }
  const [first, end] = [Math.min(shown.first, count), Math.min(shown.end, count)]

  const show = (next: Shown): void => setShown((before) => (isSame(before, next) ? before : next))
  useLayoutEffect(() => watched(body, place, show), [count, height, opened, place.detail])
  useLayoutEffect(() => rest.onShown(first, end), [first, end])
  useLayoutEffect(
    () => (opened < 0 ? undefined : measured(inner, setDetail)),
    [opened, first <= opened && opened < end],
  )

  return (
    <tbody ref={body} style={{ height: `${topOf(count, place)}px` }}>
      {/* One list: a row that is opened stays the element that it is, with its focus. */}
      {piecesOf([first, end], stays, place).flatMap((piece) => {
        if (piece.kind === 'gap')
          return (
            <tr key={`gap ${piece.number}`} class="gap" style={{ height: `${piece.height}px` }}>
              <td colSpan={columns} />
            </tr>
          )
        const flies = shown.flies && piece.index !== opened && piece.index !== stays
        if (flies) return rest.flying(piece.index, `flies ${piece.index - first}`)
        const drawn = rest.row(piece.index)
        if (piece.index !== opened) return drawn
        return [
          drawn,
          <tr key="detail" class="detail">
            <td colSpan={columns}>
              <div ref={inner}>{rest.detail}</div>
            </td>
          </tr>,
        ]
      })}
    </tbody>
  )
}

/** Follows what of the rows is seen, once a frame. */
function watched(
  body: RefObject<HTMLTableSectionElement | null>,
  place: RowPlace,
  onShown: (shown: Shown) => void,
): () => void {
  let frame = 0
  let seen: number | undefined
  let flies = false
  let callOff = (): void => {}
  const look = (): void => {
    frame = 0
    const top = body.current?.getBoundingClientRect().top
    if (top === undefined) return
    const range = (over?: number): readonly [number, number] => rangeOf(-top, innerHeight - top, place, over)
    const [now] = range(0)
    if (seen !== undefined && isFlight(seen, now)) {
      flies = true
      callOff()
      callOff = after(STILL_MS, stand)
    }
    seen = now
    const [first, end] = flies ? flightOf(now, innerHeight, place) : range()
    onShown({ first, end, flies })
  }
  const stand = (): void => {
    flies = false
    look()
  }
  const later = (): void => {
    frame ||= requestAnimationFrame(look)
  }
  look()
  addEventListener('scroll', later, { passive: true })
  addEventListener('resize', later)
  return () => {
    callOff()
    cancelAnimationFrame(frame)
    removeEventListener('scroll', later)
    removeEventListener('resize', later)
  }
}

/** Follows the height of what is opened, with its cell. */
function measured(
  inner: RefObject<HTMLDivElement | null>,
  onHeight: (height: number) => void,
): (() => void) | undefined {
  const element = inner.current
  const row = element?.closest('tr')
  if (!element || !row) return undefined
  const observer = new ResizeObserver(() => onHeight(row.offsetHeight))
  observer.observe(element)
  return () => observer.disconnect()
}
