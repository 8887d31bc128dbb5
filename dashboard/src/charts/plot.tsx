import type { JSX } from 'preact'
import { clockTime, dayName } from '../format/times.js'
import type { Geometry } from './geometry.js'
import { pathsOf } from './paths.js'
import { type Band, endOf, type Series, type Span } from './series.js'
import { timeTicks } from './time-ticks.js'

interface PlotProps {
  readonly span: Span
  readonly series: readonly Series[]
  readonly bands: readonly Band[]
  readonly geometry: Geometry
  readonly zone: string
  readonly axis: (value: number) => string
}

/** Shaded spans, the grid, the lines and both axes. */
export function Plot({ span, series, bands, geometry, zone, axis }: PlotProps): JSX.Element {
  const { left, width, top, bottom, ticks, x, y } = geometry
  return (
    <>
      {bands.map(({ from, until, tone = '' }) => {
        const [a, b] = [x(Math.max(from, span.from)), x(Math.min(until, endOf(span)))]
        if (b < left || a > width) return null
        return (
          <rect
            key={from}
            class={`band ${tone}`}
            x={a}
            y={top - 4}
            width={Math.max(1, b - a)}
            height={bottom - top + 4}
          />
        )
      })}
      {ticks.map((value) => {
        const at = Math.round(y(value)) + 0.5
        return <line key={value} class={value === 0 ? 'base' : 'grid'} x1={left} x2={width} y1={at} y2={at} />
      })}
      {series.map((one) => {
        const { line, area } = pathsOf(one, span, geometry)
        return (
          <g key={one.key}>
            {area !== '' && <path class={`s-${one.key}`} d={area} />}
            <path class={`l-${one.key}`} d={line} stroke-linejoin="round" stroke-linecap="round" />
          </g>
        )
      })}
      {ticks.slice(1).map((value) => (
        <text key={value} x={left - 7} y={y(value) + 4} text-anchor="end">
          {axis(value)}
        </text>
      ))}
      {timeTicks(span.from, endOf(span), width, zone)
        .map(({ at, midnight }) => ({ at, px: x(at), text: midnight ? dayName(at, zone) : clockTime(at, zone) }))
        .filter(({ px }) => px > left + 14 && px < width - 14)
        .map(({ at, px, text }) => (
          <g key={at}>
            <line class="base" x1={px} x2={px} y1={bottom} y2={bottom + 4} />
            <text x={px} y={bottom + 15} text-anchor="middle">
              {text}
            </text>
          </g>
        ))}
    </>
  )
}
