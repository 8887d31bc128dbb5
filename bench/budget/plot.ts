import { init, type EChartsCoreOption } from 'echarts'
import type { Result } from './simulate.ts'

const SIZE = { width: 900, height: 420 }

function render(option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE })
  chart.setOption({ animation: false, backgroundColor: '#fff', legend: { bottom: 0 }, grid: { bottom: 80 }, ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** What was kept in each window, as a share of the budget. */
export function plotSpending(title: string, results: readonly Result[]): string {
  return render({
    title: { text: `Kept / budget, ${title}` },
    xAxis: { type: 'value', name: 'minute', nameLocation: 'middle', nameGap: 25 },
    yAxis: { type: 'log', name: 'kept / budget' },
    series: results.map(({ sampler, windows }) => ({
      type: 'line',
      name: sampler,
      showSymbol: windows.length < 20,
      data: windows.map((window, i) => [i + 1, Math.max(0.01, 1 + window)]),
    })),
  })
}

/** The relative error of the counts of each pattern, by its rank. Patterns with too few records are left out. */
export function plotErrors(title: string, results: readonly Result[]): string {
  return render({
    title: { text: `Relative error of the counts of a pattern in a minute, ${title}` },
    xAxis: { type: 'log', name: 'rank of the pattern', nameLocation: 'middle', nameGap: 25, min: 1 },
    yAxis: { type: 'log', name: 'error', min: 0.001 },
    series: results.map(({ sampler, errorByRank }) => ({
      type: 'scatter',
      name: sampler,
      symbolSize: 5,
      data: errorByRank.flatMap((error, i) => (Number.isNaN(error) ? [] : [[i + 1, Math.max(0.001, error)]])),
    })),
  })
}
