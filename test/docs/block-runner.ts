/**
 * Runs one block of the documentation in a process of its own: its file is the argument. What the SDK complains of goes to stderr. At the end all is
 * flushed and the test is told what the SDK saw; then the process has to end by itself.
 */
import { pathToFileURL } from 'node:url'
import { DiagLogLevel, diag } from '@opentelemetry/api'
import { configureAdaptiveLogging } from 'lipservice'

const complain = (...words: unknown[]) => process.stderr.write(`diag: ${words.join(' ')}\n`)
diag.setLogger({ error: complain, warn: complain, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN)

await import(pathToFileURL(process.argv[2]!).href)

// The running instance says once that it runs already.
diag.disable()
const logging = configureAdaptiveLogging()
await logging.shutdown()
process.send!(logging.stats().delivery)
process.disconnect()
