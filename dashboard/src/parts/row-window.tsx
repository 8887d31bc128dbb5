import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { after } from '../internal/clock.js'
import { piecesOf, type RowPlace, rangeOf } from './window-range.js'

/** Rows that are drawn before it is known where they are seen. */
const FIRST = [0, 30] as const
/** Rows a frame from which on they fly past, and how long after that they stand still. */
const FAST_ROWS = 6
const STILL_MS = 120

interface RowWindowProps {
  readonly count: number
  /** Of a row, pixels: its style has to make it so. */
  readonly height: number
  readonly columns: number
  /** The row that is opened; -1: none. */
  readonly opened: number
  /** The row that has the focus and stays, wherever it is; -1: none. */
  readonly stays: number
  /** Draws a row as `<tr>` with a key of its own; `light` while rows fly past: then what nobody can see or reach may be missing. */
  readonly row: (index: number, light: boolean) => JSX.Element
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
  const [range, setRange] = useState<readonly [number, number]>(FIRST)
  const place: RowPlace = { count, height, opened, detail: opened < 0 ? 0 : detail }
  const [first, end] = [Math.min(range[0], count), Math.min(range[1], count)]
  const [light, setLight] = useState(false)
  const drawnFrom = useRef(range[0])
  const isFast = Math.abs(range[0] - drawnFrom.current) > FAST_ROWS
  drawnFrom.current = range[0]
  useLayoutEffect(() => {
    if (isFast && !light) setLight(true)
  }, [range[0]])
  useEffect(() => (light ? after(STILL_MS, () => setLight(false)) : undefined), [light, range[0]])

  useLayoutEffect(() => watched(body, place, setRange), [count, height, opened, place.detail])
  useLayoutEffect(() => rest.onShown(first, end), [first, end])
  useLayoutEffect(
    () => (opened < 0 ? undefined : measured(inner, setDetail)),
    [opened, first <= opened && opened < end],
  )

  return (
    <tbody ref={body}>
      {/* One list: a row that is opened stays the element that it is, with its focus. */}
      {piecesOf([first, end], stays, place).flatMap((piece, i) => {
        if (piece.kind === 'gap')
          return (
            <tr key={`gap ${i}`} class="gap" style={{ height: `${piece.height}px` }}>
              <td colSpan={columns} />
            </tr>
          )
        const drawn = rest.row(piece.index, light || isFast)
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
  onRange: (next: (before: readonly [number, number]) => readonly [number, number]) => void,
): () => void {
  let frame = 0
  const look = (): void => {
    frame = 0
    const top = body.current?.getBoundingClientRect().top
    if (top === undefined) return
    const next = rangeOf(-top, innerHeight - top, place)
    onRange((before) => (before[0] === next[0] && before[1] === next[1] ? before : next))
  }
  const later = (): void => {
    frame ||= requestAnimationFrame(look)
  }
  look()
  addEventListener('scroll', later, { passive: true })
  addEventListener('resize', later)
  return () => {
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
