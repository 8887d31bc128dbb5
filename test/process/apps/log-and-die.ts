/**
 * Logs errors until it dies in the way asked for. What was accepted is said on file descriptor 3, one number a line, after the log
 * call has returned: a synchronous write, so that it is exact whatever happens next.
 */
import { writeSync } from 'node:fs'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import pino from 'pino'

const [, , death = 'exit', adapter = 'otel', count = '200', first = '0'] = process.argv
const logging = configureAdaptiveLogging({ serviceName: 'dying', spoolMaxBytes: 4 * 1024 ** 3 })
const otel = logging.getLogger('dying')
const pinoLogger = wrapPino(pino(pino.destination('/dev/null')))
const lines: string[] = []

function logError(id: number, size = 40): void {
  const padding = 'x'.repeat(size)
  if (adapter === 'pino') pinoLogger.error({ id, padding }, 'order failed')
  else otel.emit({ severityNumber: 17, body: 'order failed', attributes: { id, padding } })
  lines.push(`${id}\n`)
}

function say(): void {
  writeSync(3, lines.splice(0).join(''))
}

const last = Number(first) + Number(count)
for (let id = Number(first); id < last; id++) logError(id)
say()

switch (death) {
  case 'exit':
    process.exit(3)
    break
  case 'throw':
    // Not while the module is evaluated: that would be a rejection.
    setImmediate(() => {
      throw new Error('uncaught on purpose')
    })
    break
  case 'reject':
    void Promise.reject(new Error('rejected on purpose'))
    break
  case 'abort':
    process.abort()
    break
  case 'oom': {
    const hoard: unknown[] = []
    for (;;) hoard.push(new Array(100_000).fill(Math.random()))
  }
  case 'sigterm':
    process.kill(process.pid, 'SIGTERM')
    setInterval(() => {}, 1_000)
    break
  case 'sigkill':
    process.kill(process.pid, 'SIGKILL')
    break
  case 'spin':
    process.send?.('ready')
    for (;;);
  // Logs on and on, until somebody kills it.
  case 'forever': {
    let id = last
    const burst = () => {
      for (let i = 0; i < 200; i++, id++) {
        logError(id, (id * 7919) % 300)
        say()
      }
      setImmediate(burst)
    }
    burst()
  }
}
