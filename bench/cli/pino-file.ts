import { closeSync, openSync, writeSync } from 'node:fs'
import { seededRandom } from 'lipservice/testing'

const LINES_A_SECOND = 400
const START = Date.UTC(2026, 10, 26)
const NAMES = ['checkout', 'catalog', 'mailer', 'gateway'] as const

/**
 * Writes lines as pino writes them, of nine patterns and of as many as there are names of jobs without a digit, about one line in a hundred, until a file has
 * so many bytes. Returns how many lines it has.
 */
export function writePinoFile(path: string, bytes: number): number {
  const random = seededRandom(7)
  const file = openSync(path, 'w')
  let [written, lines] = [0, 0]
  let piece: string[] = []
  let size = 0
  const below = (most: number) => Math.floor(random() * most)
  while (written + size < bytes) {
    const line = `${lineAt(START + Math.floor((lines * 1_000) / LINES_A_SECOND), lines, below)}\n`
    piece.push(line)
    size += line.length
    lines++
    if (size < 1 << 20) continue
    written += writeSync(file, piece.join(''))
    piece = []
    size = 0
  }
  writeSync(file, piece.join(''))
  closeSync(file)
  return lines
}

function lineAt(time: number, n: number, below: (most: number) => number): string {
  const name = NAMES[below(NAMES.length)]!
  const base = { level: 30, time, pid: 4_242, hostname: `${name}-7f9c6b-x2x4`, name }
  const trace = below(2 ** 31)
    .toString(16)
    .padStart(32, 'a')
  switch (below(10)) {
    case 0:
    case 1:
    case 2: {
      const req = {
        id: n,
        method: 'GET',
        url: `/items/${below(90_000)}`,
        remoteAddress: `10.0.${below(255)}.${below(255)}`,
      }
      const res = { statusCode: below(200) === 0 ? 503 : 200 }
      return JSON.stringify({ ...base, req, res, responseTime: below(400), trace_id: trace, msg: 'request completed' })
    }
    case 3:
    case 4:
      return JSON.stringify({
        ...base,
        orderId: below(1e6),
        userId: `u_${below(5_000)}`,
        msg: `order ${below(1e6)} placed by user ${below(5_000)}`,
      })
    case 5:
      return JSON.stringify({
        ...base,
        level: 20,
        key: `item:${below(9_000)}`,
        ttl: 300,
        msg: `cache miss for item:${below(9_000)}`,
      })
    case 6:
      return JSON.stringify({
        ...base,
        queue: 'mails',
        attempt: 1,
        msg: `job ${below(1e9).toString(36)} of queue mails done in ${below(900)} ms`,
      })
    case 7:
      return JSON.stringify({
        ...base,
        trace_id: trace,
        msg: `step ${below(30)} of the import finished after ${below(3_000)} rows`,
      })
    case 8:
      return JSON.stringify({
        ...base,
        level: 40,
        retryIn: below(3_000),
        msg: `stock service answers slowly: ${below(3_000)} ms, trying again`,
      })
    default:
      if (below(50) !== 0) return JSON.stringify({ ...base, heap: below(2e8), msg: `heap ${below(200)} MB of 512 MB` })
      return JSON.stringify({
        ...base,
        level: 50,
        err: {
          type: 'Error',
          message: 'connect ECONNREFUSED 10.0.0.7:5432',
          stack:
            'Error: connect ECONNREFUSED 10.0.0.7:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)',
          code: 'ECONNREFUSED',
        },
        msg: 'payment failed',
      })
  }
}
