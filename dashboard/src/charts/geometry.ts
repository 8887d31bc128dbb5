import { endOf, highest, type Series, type Span } from './series.js'
import { valueTicks } from './ticks.js'

/** Room above the highest line and below the axis, pixels. */
const TOP = 8
const BOTTOM = 20
/** Of a letter of the axis. */
const LETTER = 6.1

/** Where values and times lie on the drawing, pixels. */
export interface Geometry {
  readonly width: number
  readonly left: number
  readonly top: number
  /** Of the axis of times. */
  readonly bottom: number
  readonly ticks: readonly number[]
  x(at: number): number
  y(value: number): number
}

interface Drawing {
  readonly width: number
  readonly height: number
  readonly span: Span
  readonly series: readonly Series[]
  /** The axis reaches at least so far. */
  readonly least?: number
  readonly axis: (value: number) => string
}

export function geometryOf({ width, height, span, series, least = 0, axis }: Drawing): Geometry {
  const ticks = valueTicks(Math.max(highest(series), least))
  const most = ticks.at(-1)!
  const left = Math.round(Math.max(...ticks.map((value) => axis(value).length)) * LETTER + 8)
  const bottom = height - BOTTOM
  const seconds = endOf(span) - span.from
  return {
    width,
    left,
    top: TOP,
    bottom,
    ticks,
    x: (at) => left + ((at - span.from) / seconds) * (width - left),
    y: (value) => TOP + (1 - Math.min(value, most) / most) * (bottom - TOP),
  }
}

/** Returns the step that a place on the drawing belongs to. */
export function stepAt(x: number, { left, width }: Geometry, { count }: Span): number {
  return Math.max(0, Math.min(count - 1, Math.floor(((x - left) / (width - left)) * count)))
}
