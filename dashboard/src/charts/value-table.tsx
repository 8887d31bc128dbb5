import type { JSX } from 'preact'
import { timeSpan } from '../format/times.js'
import { charts } from '../texts/charts.js'
import type { Series, Span } from './series.js'

interface ValueTableProps {
  readonly span: Span
  readonly series: readonly Series[]
  readonly zone: string
  readonly format: (value: number) => string
  readonly label: string
  readonly height: number
}

/** The same values as a table, the newest first. */
export function ValueTable({ span, series, zone, format, label, height }: ValueTableProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="tc-table" style={{ height: `${height}px` }} tabIndex={0} aria-label={label}>
      <table class="t">
        <caption class="sr">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{charts.time}</th>
            {series.map((one) => (
              <th key={one.key} scope="col" class="r">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: span.count }, (_, i) => span.count - 1 - i).map((step) => (
            <tr key={step}>
              <th scope="row">{timeSpan(span.from + span.step * step, span.step, zone)}</th>
              {series.map(({ key, values }) => {
                const value = values[step] ?? null
                return (
                  <td key={key} class="r">
                    {value === null ? charts.nothing : format(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
