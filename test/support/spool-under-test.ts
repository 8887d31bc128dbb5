import type { ReadRecord } from '../../src/delivery/spool/backlog.js'
import { createErrorSpool, type ErrorSpool } from '../../src/delivery/spool/error-spool.js'
import type { Frame } from '../../src/delivery/spool/frame.js'
import { NO_START, type SpoolOwner, type SpoolOwners } from '../../src/delivery/spool/spool-owner.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { recordingDiag } from './quiet-diag.js'
import type { SimulatedFiles } from './simulated-files.js'

const encoder = new TextEncoder()
export const DIRECTORY = '/spool'

/** Processes by number: a later one finds the earlier ones dead, unless told otherwise. */
export function owners(pid: number, alive: ReadonlySet<number> = new Set()): SpoolOwners {
  const own: SpoolOwner = { host: '00000000', pid, start: '11111111', thread: 0 }
  return {
    own,
    stateOf: (owner) => (owner.start !== NO_START && (owner.pid === pid || alive.has(owner.pid)) ? 'alive' : 'gone'),
  }
}

export interface SpoolUnderTest {
  readonly spool: ErrorSpool
  readonly clock: ManualClock
  readonly said: readonly string[]
  readonly damaged: () => number
  readonly collapsed: { records: number; summaries: number; uncounted: boolean }[]
}

interface SpoolSettings {
  readonly pid?: number
  readonly maxBytes?: number
  readonly clock?: ManualClock
  readonly alive?: Set<number>
  readonly seed?: number
  readonly resource?: Record<string, unknown>
}

export function startSpool(files: SimulatedFiles, settings: SpoolSettings = {}): SpoolUnderTest {
  const { pid = 1, maxBytes = 1024 * 1024, clock = new ManualClock(), alive = new Set<number>(), seed } = settings
  const { resource = { 'service.name': 'test' } } = settings
  const { diag, said } = recordingDiag()
  let damaged = 0
  const collapsed: SpoolUnderTest['collapsed'] = []
  files.now = clock.now
  const spool = createErrorSpool({
    directory: DIRECTORY,
    files,
    owners: owners(pid, alive),
    clock,
    timers: clock,
    random: seededRandom(seed ?? pid),
    diag,
    maxBytes,
    header: { encoding: 'protobuf', resource },
    onCollapsed: (change) => collapsed.push(change),
    onDamaged: (records) => {
      damaged += records
    },
    onReadable: () => {},
  })
  return { spool, clock, said, damaged: () => damaged, collapsed }
}

export function errorFrame(
  sequence: number,
  { signature = 'aaaaaaaaaaaaaaaa', bytes = 100, timeMillis = sequence } = {},
): Frame {
  const text = `error ${sequence} `.padEnd(bytes, '.')
  return {
    type: 'record',
    encoding: 'protobuf',
    sequence,
    timeMillis,
    signature,
    scope: { name: 'test' },
    content: encoder.encode(text),
  }
}

/** Reads a backlog to its end. */
export async function readAll(backlog: ErrorSpool['adopted']): Promise<ReadRecord[]> {
  const records: ReadRecord[] = []
  while (!backlog.isEmpty) if (!(await backlog.read((record) => records.push(record)))) break
  return records
}

/** Lets promises settle. */
export async function settle(turns = 50): Promise<void> {
  for (let i = 0; i < turns; i++) await Promise.resolve()
}
