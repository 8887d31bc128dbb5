import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { timeSpan } from '../format/times.js'
import type { Geometry } from './geometry.js'
import { marksNear } from './lane.js'
import type { Mark, Series, Span } from './series.js'

/** What the box names of the lane at most. */
const MOST_MARKS = 3

interface ReadingProps {
  /** The step that is read; -1: none. */
  readonly at: ReadonlySignal<number>
  readonly span: Span
  readonly series: readonly Series[]
  readonly marks: readonly Mark[]
  readonly geometry: Geometry
  readonly zone: string
  readonly format: (value: number) => string
}

/** What stands at a step, as rows of names and values. */
export function valuesAt(step: number, series: readonly Series[], format: (value: number) => string) {
  return series.flatMap(({ key, label, values }) => {
    const value = values[step]
    return value === null || value === undefined ? [] : [{ key, label, text: format(value) }]
  })
}

/** The line at the step that is read. It alone is drawn again when the pointer moves. */
export function Cross({ at, span, geometry }: Pick<ReadingProps, 'at' | 'span' | 'geometry'>): JSX.Element | null {
  if (at.value < 0) return null
  const x = geometry.x(span.from + span.step * (at.value + 0.5))
  return <line class="cross" x1={x} x2={x} y1={geometry.top - 4} y2={geometry.bottom} />
}

/** The box with the values of that step, on the side where there is room. */
export function Tip({ at, span, series, marks, geometry, zone, format }: ReadingProps): JSX.Element | null {
  const step = at.value
  if (step < 0) return null
  const time = span.from + span.step * step
  const x = geometry.x(time + span.step / 2)
  const side = x > geometry.width / 2 ? { right: `${geometry.width - x + 12}px` } : { left: `${x + 12}px` }
  return (
    <div class="tip" style={{ ...side, top: '8px' }}>
      <div class="h">{timeSpan(time, span.step, zone)}</div>
      {valuesAt(step, series, format).map(({ key, label, text }) => (
        <div key={key}>
          <span>
            <i class={`k-${key}`} />
            {label}
          </span>
          <b>{text}</b>
        </div>
      ))}
      {marksNear(marks, step, span, geometry)
        .slice(0, MOST_MARKS)
        .map(({ label }, i) => (
          <div key={i}>{label}</div>
        ))}
    </div>
  )
}
