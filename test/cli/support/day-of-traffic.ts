import { seededRandom } from '../../../src/testing/seeded-random.js'

export const TRAFFIC_START = Date.UTC(2026, 10, 26, 6)

/** Lines as pino writes them, of so many seconds, busier in the middle. */
export function trafficOf(seconds: number, perSecond: number, seed = 3): string {
  const random = seededRandom(seed)
  const below = (most: number) => Math.floor(random() * most)
  const lines: string[] = []
  for (let second = 0; second < seconds; second++) {
    const now = Math.round(perSecond * (0.5 + Math.sin((Math.PI * second) / seconds)))
    for (let i = 0; i < now; i++) {
      const time = TRAFFIC_START + second * 1_000 + Math.floor((i * 1_000) / now)
      lines.push(JSON.stringify({ level: 30, time, pid: 7, hostname: 'h', ...lineOf(below) }))
    }
  }
  return `${lines.join('\n')}\n`
}

function lineOf(below: (most: number) => number): object {
  const kind = below(100)
  if (kind < 50) return { req: { url: `/items/${below(9_999)}` }, responseTime: below(300), msg: 'request completed' }
  if (kind < 80) return { msg: `order ${below(1e6)} placed by user ${below(5_000)}` }
  if (kind < 95) return { level: 20, msg: `cache miss for item ${below(9_000)}` }
  if (kind < 99) return { level: 40, msg: `stock answers slowly: ${below(3_000)} ms` }
  return {
    level: 50,
    err: { type: 'Error', message: 'no', stack: 'Error: no\n    at f (a.js:1:2)' },
    msg: 'payment failed',
  }
}
