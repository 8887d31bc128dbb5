import { init } from 'echarts'

/** How things stand after so many GB. */
export interface Sample {
  readonly gigabytes: number
  /** Resident, of the process. */
  readonly mib: number
  /** Since the start. */
  readonly seconds: number
}

/** Memory over what was read. */
export function growthPlot(samples: readonly Sample[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 300 })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    grid: { left: 60, right: 30, top: 30, bottom: 50 },
    xAxis: { type: 'value', name: 'GB read', nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'value', name: 'MiB resident', nameLocation: 'middle', nameGap: 40, min: 0 },
    series: [
      {
        type: 'line',
        silent: true,
        color: '#1f77b4',
        showSymbol: false,
        lineStyle: { width: 1.2 },
        data: samples.map(({ gigabytes, mib }) => [gigabytes, mib]),
      },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
