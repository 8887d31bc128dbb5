import type { JSX } from 'preact'
import type { Series } from './series.js'

/** `dash`: a dashed line, `mk`: a diamond, `bar`: a bar, `tri`: a triangle, `ln`: a line. */
type Shape = 'dash' | 'mk' | 'bar' | 'tri' | 'ln'

interface LegendProps {
  /** The key of a series or a shape, and its word. */
  readonly items: readonly (readonly [Series['key'] | Shape, string])[]
}

/** What colours and shapes of a chart stand for. */
export const Legend = ({ items }: LegendProps): JSX.Element => (
  <div class="legend">
    {items.map(([key, text]) => (
      <span key={key}>
        <i class={SHAPES.has(key) ? key : `k-${key}`} />
        {text}
      </span>
    ))}
  </div>
)

const SHAPES: ReadonlySet<string> = new Set<Shape>(['dash', 'mk', 'bar', 'tri', 'ln'])
