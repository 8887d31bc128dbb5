import { run } from './run.js'

const [stop, closed] = [new AbortController(), new AbortController()]
process.once('SIGINT', () => stop.abort())
// Whoever reads no further is no fault: `lipservice analyze app.log | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(1)
  closed.abort()
})

const code = await run(process.argv.slice(2), process, stop.signal, closed.signal)
process.exitCode = closed.signal.aborted ? 0 : code
