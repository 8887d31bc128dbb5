/** A cluster whose workers have threads; all log errors into one spool directory, and all are killed at different times. */
import cluster from 'node:cluster'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { configureAdaptiveLogging } from 'lipservice'

const PER_WRITER = 100
const [, , processes = '3', threads = '2'] = process.argv

function logAll(first: number): void {
  const logging = configureAdaptiveLogging({ serviceName: 'dying', spoolMaxBytes: 2 ** 30 })
  const logger = logging.getLogger('crowd')
  for (let i = 0; i < PER_WRITER; i++) {
    logger.emit({ severityNumber: 17, body: 'crowded', attributes: { id: first + i } })
  }
}

if (!isMainThread) {
  logAll(workerData as number)
  parentPort!.postMessage('logged')
  setInterval(() => {}, 1_000)
} else if (cluster.isPrimary) {
  let left = Number(processes)
  for (let i = 0; i < left; i++) cluster.fork({ CROWD_FIRST: String(i * 1_000) })
  cluster.on('exit', () => {
    if (--left === 0) process.exit(0)
  })
} else {
  const first = Number(process.env['CROWD_FIRST'])
  logAll(first)
  let logged = 0
  for (let i = 1; i <= Number(threads); i++) {
    const thread = { workerData: first + i * PER_WRITER, argv: process.argv.slice(2) }
    new Worker(new URL(import.meta.url), thread).on('message', () => {
      if (++logged === Number(threads)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), first / 10)
    })
  }
}
