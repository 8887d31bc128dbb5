import { init } from 'echarts'

export interface Bar {
  readonly name: string
  /** Microseconds of processor time a record, by pace. */
  readonly micros: readonly number[]
}

/** Processor time a record, a group a contestant, a bar a pace. */
export function costPlot(paces: readonly string[], bars: readonly Bar[]): string {
  const height = 110 + bars.length * 22 * paces.length * 0.7
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    legend: { top: 8 },
    grid: { left: 190, right: 50, top: 40, bottom: 50 },
    xAxis: { type: 'value', name: 'µs of processor time a record', nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name) },
    series: paces.map((name, i) => ({
      type: 'bar',
      name,
      silent: true,
      label: { show: true, position: 'right', formatter: ({ value }: { value: unknown }) => Number(value).toFixed(1) },
      data: bars.map(({ micros }) => micros[i] ?? 0),
    })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
