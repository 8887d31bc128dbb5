/** How the server's CPU, memory and latency grow with instances and with patterns, drawn: `npm run bench:server:growth`. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as echarts from 'echarts'

interface Result {
  readonly database: string
  readonly instances: number
  readonly patterns: number
  readonly rowsPerSecond: number
  readonly cores: number
  readonly mebibytes: number
  readonly p99: number
}

const RUNS: readonly (readonly [database: string, instances: number, patterns: number])[] = [
  ...[100, 250, 500].map((instances) => ['sqlite', instances, 500] as const),
  ...[500, 2_500, 5_000, 10_000].map((instances) => ['postgres', instances, 500] as const),
  ...[100, 1_000].map((patterns) => ['postgres', 5_000, patterns] as const),
]
const MEASURES = [
  { name: 'CPU, cores', of: (result: Result) => result.cores },
  { name: 'memory, MiB', of: (result: Result) => result.mebibytes },
  { name: 'p99 of a report, ms', of: (result: Result) => result.p99 },
]
const fleet = fileURLToPath(new URL('fleet.ts', import.meta.url))
const folder = fileURLToPath(new URL('plots/', import.meta.url))

const results: Result[] = []
for (const [database, instances, patterns] of RUNS) {
  const flags = ['--database', database, '--instances', `${instances}`, '--patterns', `${patterns}`, '--seconds', '20']
  const line = execFileSync(process.execPath, [fleet, ...flags], { encoding: 'utf8' }).trim()
  console.log(line)
  results.push(JSON.parse(line) as Result)
}

const series = [
  { name: 'SQLite, 500 patterns', color: '#888', rows: results.filter(({ database }) => database === 'sqlite') },
  {
    name: 'Postgres, 500 patterns',
    color: '#1d4aff',
    rows: results.filter(({ database, patterns }) => database === 'postgres' && patterns === 500),
  },
  {
    name: 'Postgres, 5,000 instances, 100 to 1,000 patterns',
    color: '#f54e00',
    rows: results.filter(({ database, instances }) => database === 'postgres' && instances === 5_000),
  },
].map((one) => ({ ...one, rows: one.rows.toSorted((a, b) => a.rowsPerSecond - b.rowsPerSecond) }))

await mkdir(folder, { recursive: true })
for (const [i, { name, of }] of MEASURES.entries()) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 320 })
  chart.setOption({
    animation: false,
    title: { text: name, textStyle: { fontSize: 14 } },
    legend: { bottom: 0 },
    grid: { left: 60, right: 30, top: 50, bottom: 80 },
    xAxis: { type: 'value', name: 'pattern counts/s', nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'value', min: 0 },
    series: series.map(({ name: title, color, rows }) => ({
      type: 'line',
      name: title,
      color,
      data: rows.map((row) => [row.rowsPerSecond, of(row)]),
    })),
  })
  await writeFile(`${folder}growth-${['cpu', 'memory', 'latency'][i]}.svg`, chart.renderToSVGString())
  chart.dispose()
}
