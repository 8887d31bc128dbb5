import { run } from './run.js'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
// Whoever reads no further is no fault: `lipservice analyze app.log | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await run(process.argv.slice(2), process, stop.signal)
