import type { JSX } from 'preact'

interface SparklineProps {
  /** Drawn as an outline. */
  readonly seen: readonly number[]
  /** Filled, of the same scale. */
  readonly kept?: readonly number[]
  /** Pixels. */
  readonly width?: number
  readonly height?: number
}

/** What was logged as an outline, what was kept of it filled: steady noise, growing or new at a glance. */
export function Sparkline({ seen, kept, width = 104, height = 22 }: SparklineProps): JSX.Element {
  const [outline, filled] = sparkPaths(seen, kept, width, height)
  return (
    <svg class="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path class="a" d={areaOf(outline, width, height)} />
      {filled !== undefined && <path class="b" d={areaOf(filled, width, height)} />}
      <path class="l" d={outline} />
    </svg>
  )
}

/** Returns both lines, of one scale. */
export function sparkPaths(
  seen: readonly number[],
  kept: readonly number[] | undefined,
  width: number,
  height: number,
): [string, string | undefined] {
  const most = Math.max(1e-9, ...seen, ...(kept ?? []))
  const line = (values: readonly number[]): string =>
    values
      .map((value, i) => {
        const x = (i / Math.max(1, values.length - 1)) * width
        const y = height - 1 - (value / most) * (height - 3)
        return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`
      })
      .join('')
  return [line(seen), kept && line(kept)]
}

const areaOf = (line: string, width: number, height: number): string =>
  line === '' ? '' : `${line}L${width},${height}L0,${height}Z`

/** Returns fewer values, each the mean of those it stands for. */
export function thinned(values: readonly number[], most: number): number[] {
  const each = Math.max(1, Math.ceil(values.length / most))
  return Array.from({ length: Math.ceil(values.length / each) }, (_, i) => {
    const part = values.slice(i * each, (i + 1) * each)
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
}
