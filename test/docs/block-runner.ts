/**
 * Runs one block of the documentation in a process of its own: its file is the argument. What the SDK complains of goes to stderr. At the end all is
 * flushed and the test is told what the SDK saw; then the process has to end by itself.
 */
import { pathToFileURL } from 'node:url'
import { DiagLogLevel, diag } from '@opentelemetry/api'
import { type AdaptiveLogging, configureAdaptiveLogging } from 'lipservice'

const SLOT = Symbol.for('lipservice')

const complain = (...words: unknown[]) => process.stderr.write(`diag: ${words.join(' ')}\n`)
diag.setLogger({ error: complain, warn: complain, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN)

await import(pathToFileURL(process.argv[2]!).href)

// The running instance, where the block has configured one: to configure it again would be said.
diag.disable()
const slot = (globalThis as unknown as Record<symbol, { configured?: AdaptiveLogging } | undefined>)[SLOT]
const logging = slot?.configured ?? configureAdaptiveLogging()
await logging.shutdown()
process.send!(logging.stats().delivery)
process.disconnect()
