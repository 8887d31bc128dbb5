import { EXIT } from './command/command-context.js'
import { run } from './run.js'
import { keepHeapsSmall } from './small-heaps.js'

keepHeapsSmall()

const [stop, closed] = [new AbortController(), new AbortController()]
let isTerminated = false
process.once('SIGINT', () => stop.abort())
process.once('SIGTERM', () => {
  isTerminated = true
  stop.abort()
})
// Whoever reads no further is no fault: `lipservice analyze app.log | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    process.stderr.write(`lipservice: standard output cannot be written: ${error.code ?? error.message}\n`)
    process.exit(EXIT.failed)
  }
  closed.abort()
})
// Where nobody reads complaints, lines are still passed.
process.stderr.on('error', () => {})

const code = await run(process.argv.slice(2), process, stop.signal, closed.signal)
if (closed.signal.aborted) process.exitCode = EXIT.ok
else process.exitCode = code === EXIT.interrupted && isTerminated ? EXIT.terminated : code
