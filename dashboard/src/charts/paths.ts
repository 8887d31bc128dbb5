import type { Geometry } from './geometry.js'
import type { Series, Span } from './series.js'

const short = (value: number): string => value.toFixed(1)

/** A run of steps with values: `[first, after the last]`. */
type Run = readonly [number, number]

/** Returns the runs between gaps. */
export function runsOf(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = []
  let first = -1
  for (let i = 0; i <= values.length; i++) {
    const there = i < values.length && values[i] !== null
    if (there && first < 0) first = i
    if (there || first < 0) continue
    runs.push([first, i])
    first = -1
  }
  return runs
}

/** Returns the line of a series, and for an area what it fills. A gap is neither joined nor filled. */
export function pathsOf(
  { kind, values }: Series,
  { from, step }: Span,
  geometry: Geometry,
): { line: string; area: string } {
  // Of a step that stands for itself, all of it; of a line, its middle.
  const x = (steps: number): string => short(geometry.x(from + step * steps))
  const y = (i: number): string => short(geometry.y(values[i]!))
  let line = ''
  let area = ''
  for (const [first, end] of runsOf(values)) {
    let run = ''
    for (let i = first; i < end; i++) {
      const verb = i === first ? 'M' : 'L'
      run += kind === 'step' ? `${verb}${x(i)},${y(i)}H${x(i + 1)}` : `${verb}${x(i + 0.5)},${y(i)}`
    }
    // One value alone is a point: drawn as a short stroke, else it would not be seen.
    if (kind !== 'step' && end - first === 1) run += 'h0.1'
    line += run
    if (kind === 'area') area += `${run}L${x(end - 0.5)},${geometry.bottom}L${x(first + 0.5)},${geometry.bottom}Z`
  }
  return { line, area }
}
