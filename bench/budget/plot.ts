import { type EChartsOption, init, type LineSeriesOption, type SeriesOption } from 'echarts'
import { errorByRank, type Point, spendingOverTime } from './plot-points.ts'
import type { Course } from './result.ts'

/** What one sampler made of one scenario, to be drawn. */
export interface Drawn extends Course {
  readonly scenario: string
  readonly sampler: string
}

const COLOURS = ['#d62728', '#1f77b4', '#7f7f7f', '#e6ab02', '#2ca02c']
const COLUMN = 440
const ROW = 280
const HEADER = 90
const MARGIN = { left: 60, right: 30, bottom: 60 }
const HIGHEST_SPENDING = 4
const HIGHEST_ERROR = 2
const UPPER = 0
const LOWER = 1

/** Kept volume over time, and the error of the patterns' counts by rank: a column a scenario, a line a sampler. */
export function plotOf(drawn: readonly Drawn[]): string {
  const scenarios = [...new Set(drawn.map(({ scenario }) => scenario))]
  const samplers = [...new Set(drawn.map(({ sampler }) => sampler))]
  const grids = scenarios.flatMap((_, column) => [UPPER, LOWER].map((row) => ({ column, row })))
  const gridOf = (scenario: string, row: number) => 2 * scenarios.indexOf(scenario) + row
  const lineOf = ({ sampler, scenario }: Drawn, row: number, data: readonly Point[]): SeriesOption => ({
    type: 'line',
    silent: true,
    name: sampler,
    color: COLOURS[samplers.indexOf(sampler)]!,
    xAxisIndex: gridOf(scenario, row),
    yAxisIndex: gridOf(scenario, row),
    showSymbol: false,
    lineStyle: { width: 1.2 },
    data: data.map((point) => [...point]),
    ...(row === UPPER && sampler === samplers[0] ? { markLine: BUDGET_LINE } : {}),
  })
  return render(COLUMN * scenarios.length, HEADER + 2 * ROW, {
    title: scenarios.map((text, column) => ({
      text,
      left: COLUMN * column + COLUMN / 2,
      top: HEADER / 2,
      textAlign: 'center',
      textStyle: { fontSize: 13 },
    })),
    legend: { top: 10, data: samplers },
    grid: grids.map(({ column, row }) => ({
      left: COLUMN * column + MARGIN.left,
      top: HEADER + ROW * row,
      width: COLUMN - MARGIN.left - MARGIN.right,
      height: ROW - MARGIN.bottom,
    })),
    xAxis: grids.map(({ row }, gridIndex) => ({
      gridIndex,
      type: row === UPPER ? 'value' : 'log',
      name: row === UPPER ? 'minutes' : 'rank of the pattern',
      nameLocation: 'middle',
      nameGap: 25,
      ...(row === LOWER && { min: 1 }),
    })),
    yAxis: grids.map(({ row }, gridIndex) => ({
      gridIndex,
      type: 'value',
      name: row === UPPER ? 'kept volume / budget' : 'relative standard error of its count',
      nameLocation: 'middle',
      nameGap: 35,
      min: 0,
      max: row === UPPER ? HIGHEST_SPENDING : HIGHEST_ERROR,
    })),
    series: drawn.flatMap((one) => [
      lineOf(one, UPPER, spendingOverTime(one.spending)),
      lineOf(one, LOWER, errorByRank(one.patternErrors)),
    ]),
  })
}

const BUDGET_LINE: NonNullable<LineSeriesOption['markLine']> = {
  silent: true,
  symbol: 'none',
  label: { show: false },
  lineStyle: { color: '#000', type: 'dashed', width: 1 },
  data: [{ yAxis: 1 }],
}

function render(width: number, height: number, option: EChartsOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ animation: false, backgroundColor: '#fff', ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
