import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { timeSpan } from '../format/times.js'
import { charts } from '../texts/charts.js'
import { geometryOf, stepAt } from './geometry.js'
import { LANE, Lane } from './lane.js'
import { Plot } from './plot.js'
import { Cross, Tip, valuesAt } from './reading.js'
import type { Band, Mark, Series } from './series.js'
import { useWidth } from './sized.js'
import { ValueTable } from './value-table.js'

interface TimeChartProps {
  /** Start of the first step, epoch seconds. */
  readonly from: number
  /** Seconds. */
  readonly step: number
  /** Rows of equally many values, the one behind first. */
  readonly series: readonly Series[]
  readonly marks?: readonly Mark[]
  /** Room for marks, also while there are none. */
  readonly lane?: boolean
  readonly bands?: readonly Band[]
  /** Without the lane, pixels. */
  readonly height?: number
  /** The axis reaches at least so far. */
  readonly least?: number
  readonly zone: string
  /** What it shows, as a sentence. */
  readonly label: string
  readonly format: (value: number) => string
  /** Of the axis; by itself as values. */
  readonly axis?: (value: number) => string
}

const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
}
const NO_MARKS: readonly Mark[] = []
const NO_BANDS: readonly Band[] = []

/**
 * Values over time: areas, lines and steps, with a lane of what happened. Read by pointer, by arrow keys, or as a table.
 *
 * @example <TimeChart from={times[0]} step={3600} series={series} zone={zone.value} label="…" format={bytes} />
 */
export function TimeChart(props: TimeChartProps): JSX.Element {
  const { from, step, series, marks = NO_MARKS, bands = NO_BANDS, height = 220, least = 0, zone, label, format } = props
  const { axis = format } = props
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const [asTable, setAsTable] = useState(false)
  const at = useSignal(-1)
  const said = useSignal('')
  const count = series[0]?.values.length ?? 0
  const span = useMemo(() => ({ from, step, count }), [from, step, count])
  const geometry = useMemo(
    () => geometryOf({ width, height, span, series, least, axis }),
    [width, height, span, series, least],
  )
  const lane = props.lane === true || marks.length > 0
  const whole = height + (lane ? LANE : 0)

  function read(event: KeyboardEvent): void {
    const move = MOVES[event.key]
    if (event.key === 'Escape' && at.peek() >= 0) {
      event.stopPropagation()
      at.value = -1
    }
    if (move === undefined || count === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(count - 1, (at.peek() < 0 ? count - 1 : at.peek()) + move))
    at.value = next
    const values = valuesAt(next, series, format).map((one) => `${one.label} ${one.text}`)
    said.value = charts.point(timeSpan(from + step * next, step, zone), values)
  }
  const shown = { at, span, series, marks, geometry, zone, format }
  const drawn = useMemo(
    () =>
      width > 0 &&
      count > 0 && (
        <>
          <Plot {...{ span, series, bands, geometry, zone, axis }} />
          {lane && <Lane marks={marks} span={span} geometry={geometry} top={height} />}
        </>
      ),
    [geometry, bands, marks, lane, zone],
  )
  return (
    <div class="tc" ref={root}>
      {asTable ? (
        <ValueTable {...{ span, series, zone, format, label }} height={whole} />
      ) : (
        <svg
          height={whole}
          role="img"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: its points are read out by arrow keys
          tabIndex={0}
          aria-label={label}
          aria-roledescription={charts.kind}
          onPointerMove={(event) => {
            if (count === 0) return
            at.value = stepAt(event.clientX - event.currentTarget.getBoundingClientRect().left, geometry, span)
          }}
          onPointerLeave={() => (at.value = -1)}
          onBlur={() => (at.value = -1)}
          onKeyDown={read}
        >
          {drawn}
          {drawn && <Cross {...shown} />}
        </svg>
      )}
      {!asTable && drawn && <Tip {...shown} />}
      <button class="btn small ghost tc-as" type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
        {charts.asTable}
      </button>
      <div class="sr" aria-live="polite">
        {said}
      </div>
    </div>
  )
}
