import { type Measured, measure } from '../harness.ts'
import { hotPath } from './hot-path.ts'
import { sink } from './sink.ts'

const FORMATS: readonly string[] = [
  'request %d for customer %d answered in %d ms',
  'user %s logged in from %s',
  'connection to %s:%d closed by peer after %d s',
  'payment %s declined by the processor, reason "%s"',
  'failed to load configuration from %s: %s',
  'slow query (%d ms): %s',
  'health check passed for all upstream hosts',
  'consumer group %s rebalanced: partition %d, offset %d',
]

/** A constant format string: the least that could be done is to look it up. */
export function measureConstants(): Promise<Measured[]> {
  const known = new Map(FORMATS.map((format, i) => [format, { id: String(i) }]))
  return measure(
    [
      {
        name: 'Map.get',
        run: (times) => {
          for (let i = 0; i < times; i++) sink.value ^= known.get(FORMATS[i % FORMATS.length]!)!.id.length
        },
      },
      {
        name: 'hot path',
        run: (times) => {
          for (let i = 0; i < times; i++) sink.value ^= hotPath(FORMATS[i % FORMATS.length]!).id.length
        },
      },
    ],
    20_000,
  )
}
