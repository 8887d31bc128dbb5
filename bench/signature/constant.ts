import { type Measured, measure } from '../harness.ts'
import { loadInternals } from '../internal-module.ts'
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
const TIMES = 20_000

export const MAP_GET = 'Map.get'
export const SIGNER = 'signer: a record with its format string'

/** A constant format string: the least that could be done is to look it up. */
export async function measureConstants(): Promise<Measured[]> {
  const { createSigner } = await loadInternals()
  const { sign } = createSigner()
  const known = new Map(FORMATS.map((format, i) => [format, { id: String(i) }]))
  const records = FORMATS.map((formatString) => ({ severityNumber: 9, body: 'never looked at', formatString }))
  return measure(
    [
      {
        name: MAP_GET,
        run: (times) => {
          for (let i = 0; i < times; i++) sink.value ^= known.get(records[i % records.length]!.formatString)!.id.length
        },
      },
      {
        name: SIGNER,
        run: (times) => {
          for (let i = 0; i < times; i++) sink.value ^= sign(records[i % records.length]!).id.length
        },
      },
    ],
    TIMES,
  )
}
