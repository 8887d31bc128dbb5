import type { JSX } from 'preact'
import type { Geometry } from './geometry.js'
import { endOf, type Mark, type Span } from './series.js'

/** Height of the lane, pixels. */
export const LANE = 20

interface LaneProps {
  readonly marks: readonly Mark[]
  readonly span: Span
  readonly geometry: Geometry
  /** Where it begins. */
  readonly top: number
}

/** What happened meanwhile: each kind has a shape of its own. */
export function Lane({ marks, span, geometry, top }: LaneProps): JSX.Element {
  const middle = top + 9.5
  const end = endOf(span)
  return (
    <>
      <line class="lane" x1={geometry.left} x2={geometry.width} y1={middle} y2={middle} />
      {marks
        .filter(({ at, until = at }) => at <= end && until >= span.from)
        .map(({ at, until, kind, label }, i) => {
          const x = geometry.x(Math.max(at, span.from))
          const title = <title>{label}</title>
          if (until === undefined)
            return (
              <path key={i} class={`ev ev-${kind}`} d={shapeOf(kind, x, middle)}>
                {title}
              </path>
            )
          const width = Math.max(7, geometry.x(Math.min(until, end)) - x)
          return (
            <rect key={i} class={`ev ev-${kind}`} x={x} y={middle - 3.5} width={width} height={7} rx={3}>
              {title}
            </rect>
          )
        })}
    </>
  )
}

function shapeOf(kind: Mark['kind'], x: number, y: number): string {
  if (kind === 'bad') return `M${x - 5},${y + 4}h10l-5,-9z`
  if (kind === 'person') return `M${x},${y - 5}l5,5l-5,5l-5,-5z`
  if (kind === 'deploy') return `M${x - 1},${y - 5}h2v10h-2z`
  return `M${x - 4},${y}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z`
}

/** Returns what of the lane belongs to a step: what goes on then, and what is drawn close to it. */
export function marksNear(marks: readonly Mark[], step: number, span: Span, { x }: Geometry): Mark[] {
  const [from, to] = [span.from + span.step * step, span.from + span.step * (step + 1)]
  const middle = x((from + to) / 2)
  return marks.filter(({ at, until }) =>
    until === undefined ? (at >= from && at < to) || Math.abs(x(at) - middle) < 7 : at <= to && until >= from,
  )
}
