/** Configures, logs and shuts down over and over, and says what is left of it. Runs with --expose-gc. */
import { getHeapSpaceStatistics } from 'node:v8'
import { configureAdaptiveLogging } from 'lipservice'

const [, , cycles = '100', spool = ''] = process.argv
/** Where V8 keeps objects. The others hold its machine code and bytecode, which grow and shrink by megabytes as it optimizes. */
const OBJECT_SPACES: readonly string[] = ['new_space', 'old_space', 'large_object_space', 'new_large_object_space']
const SIGNALS = ['SIGTERM', 'SIGINT', 'exit', 'beforeExit', 'uncaughtExceptionMonitor'] as const

async function cycle(): Promise<void> {
  const logging = configureAdaptiveLogging({ serviceName: 'cycles', ...(spool !== '' && { spoolDirectory: spool }) })
  logging.getLogger('cycles').emit({ severityNumber: 17, body: 'an error' })
  logging.getLogger('cycles').emit({ severityNumber: 9, body: 'an info' })
  await logging.shutdown()
}

async function left(): Promise<{ heap: number; resources: string[]; listeners: number }> {
  // Sockets close a turn or two after they were destroyed.
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < 4; i++) globalThis.gc!()
  return {
    heap: objectBytes(),
    resources: process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|Immediate/.test(name)),
    listeners: SIGNALS.reduce((sum, name) => sum + process.listenerCount(name), 0),
  }
}

function objectBytes(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => OBJECT_SPACES.includes(space_name))
  return spaces.reduce((sum, { space_used_size }) => sum + space_used_size, 0)
}

for (let i = 0; i < 50; i++) await cycle()
const before = await left()
for (let i = 0; i < Number(cycles); i++) await cycle()
const after = await left()
process.send?.({ before, after })
process.disconnect?.()
