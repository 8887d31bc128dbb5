import { describe, expect, it, vi } from 'vitest'
import { createDelivery, type Delivery } from '../../src/delivery/delivery.js'
import type { KeptMeta } from '../../src/delivery/kept-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { BackendInHand } from '../support/backend-in-hand.js'
import { type RecordingDiag, recordingDiag } from '../support/quiet-diag.js'
import { SimulatedFiles } from '../support/simulated-files.js'
import { DIRECTORY, owners } from '../support/spool-under-test.js'
import { atTier, LONG } from '../support/tier.js'

vi.mock('../../src/delivery/otlp-http.js', () => import('../support/backend-in-hand.js'))

const MEMORY = atTier({ test: 2 ** 19, long: 2 ** 19, soak: 2 ** 20 })
const DISK = MEMORY
const RARE = 20
/** Of the flood: several times what fits. */
const FLOOD = atTier({ test: 8_000, long: 8_000, soak: 20_000 })
const WORDS = FLOOD / 2

interface Flood {
  /** The pattern of a record. */
  readonly signature: (i: number) => string
  /** Whether its patterns are so few that the first error of another one is promised to arrive. */
  readonly keepsNewPatterns: boolean
}

const hex = (n: number) => n.toString(16).padStart(16, '0')
const FLOODS: Record<string, Flood> = {
  'of one pattern': { signature: () => hex(1), keepsNewPatterns: true },
  'of 100 patterns': { signature: (i) => hex(i % 100), keepsNewPatterns: true },
  'of thousands of words in turn': { signature: (i) => hex(i % WORDS), keepsNewPatterns: false },
  'of words that never come again': { signature: hex, keepsNewPatterns: false },
}
const PLACES = { memory: false, 'memory and disk': true }
const PACES = { 'in one turn of the event loop': Number.POSITIVE_INFINITY, 'over minutes': 500 }
/** Half of them, each place at each pace and each flood in each place; all in a longer run. */
const CASES = Object.keys(FLOODS)
  .flatMap((flood) =>
    Object.keys(PLACES).flatMap((place) => Object.keys(PACES).map((pace) => [place, flood, pace] as const)),
  )
  .filter((_, i) => LONG || (i + (i >> 1)) % 2 === 0)

interface UnderFlood {
  readonly delivery: Delivery
  readonly backend: BackendInHand
  readonly said: RecordingDiag['said']
  /** How many records were accepted, and how many of them lost with nothing that stands for them. */
  readonly logged: () => number
  readonly lost: () => number
  log(id: number | string, signature: string, severityNumber?: number, deferred?: boolean, check?: string): void
  pass(millis: number): Promise<void>
}

function start(name: string, spool: boolean): UnderFlood {
  const backend = new BackendInHand(`http://${name}`)
  const clock = new ManualClock()
  const { diag, said } = recordingDiag('debug', clock)
  const files = new SimulatedFiles()
  files.now = clock.now
  let logged = 0
  let lost = 0
  const delivery = createDelivery({
    url: backend.url,
    headers: {},
    encoding: 'protobuf',
    resource: { attributes: {} },
    redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
    clock,
    timers: clock,
    random: seededRandom(1),
    diag,
    onEncoded: () => {},
    onUnrepresented: (weight) => {
      lost += weight
    },
    summaryStamps: (_, weight) => ({ 'lipservice.weight': weight }),
    limits: { guaranteedBytes: MEMORY },
    ...(spool && { spool: { directory: DIRECTORY, files, owners: owners(1), maxBytes: DISK } }),
  })
  return {
    delivery,
    backend,
    said,
    logged: () => logged,
    lost: () => lost,
    log(id, signature, severityNumber = 17, deferred = false, check) {
      logged++
      const body = 'an error with a text as long as most of them are, more or less'
      const record = { severityNumber, body, attributes: { id } }
      const name = check === undefined ? { signature } : { signature, check }
      const meta: KeptMeta = { guaranteed: true, durable: true, weight: 1, ...name, estimatedBytes: 50, stamps: {} }
      if (deferred) delivery.acceptDeferred(200, meta, () => record)
      else delivery.accept(record, meta)
    },
    async pass(millis) {
      await clock.advanceAsync(millis)
      backend.answer()
    },
  }
}

function checkLedger(delivery: Delivery): void {
  const { accepted, delivered, pending, dropped } = delivery.stats()
  expect(delivered + pending + Object.values(dropped).reduce((a, b) => a + b, 0)).toBe(accepted)
}

describe('after a flood of errors that nobody takes', () => {
  it.each(CASES)('in %s, %s, %s, rare ones arrive, and counts are exact', async (place, flood, pace) => {
    const { signature, keepsNewPatterns } = FLOODS[flood]!
    const recordsAtOnce = PACES[pace as keyof typeof PACES]
    const { delivery, backend, logged, lost, log, pass } = start(
      `${place} ${flood} ${pace}`,
      PLACES[place as keyof typeof PLACES],
    )
    backend.status = 503
    for (let i = 0; i < FLOOD; i++) {
      log(i, signature(i), 17, i % 2 === 0)
      if (i % recordsAtOnce === recordsAtOnce - 1) {
        await pass(1_000)
        checkLedger(delivery)
      }
    }
    for (let i = 0; i < RARE; i++) {
      log(`fatal ${i}`, hex(0xfa_7a_1), 21, i % 2 === 0)
      if (keepsNewPatterns) log(`new ${i}`, hex(0xabc_000 + i), 17, i % 2 === 0)
    }
    checkLedger(delivery)
    await pass(1_000)
    backend.status = 200
    for (let turn = 0; turn < 600 && delivery.stats().pending > 0; turn++) await pass(turn < 20 ? 60_000 : 500)
    checkLedger(delivery)

    const arrived = (kind: string) => Array.from({ length: RARE }, (_, i) => backend.arrived.has(`${kind} ${i}`))
    expect(arrived('fatal').filter(Boolean)).toHaveLength(RARE)
    if (keepsNewPatterns) expect(arrived('new').filter(Boolean)).toHaveLength(RARE)
    expect(delivery.stats().pending).toBe(0)
    expect(backend.weight + lost()).toBe(logged())
    // Where there is room for a summary of each pattern nothing is lost.
    if (keepsNewPatterns) expect(lost()).toBe(0)
  })

  it.each(Object.entries(PLACES))(
    'in %s, those of another pattern with the same id are another pattern',
    async (place, spool) => {
      const { backend, delivery, log, pass, logged, lost } = start(`one id in ${place}`, spool)
      backend.status = 503
      for (let i = 0; i < FLOOD; i++) {
        log(i, hex(1), 17, false, hex(0xa))
        // A few between the others, and all of them within what a collapse would take.
        if (i % (FLOOD / 5) === FLOOD / 10) log(`between ${i}`, hex(1), 17, false, hex(0xb))
        if (i % 500 === 499) await pass(1_000)
      }
      for (let i = 0; i < RARE; i++) log(`new ${i}`, hex(1), 17, false, hex(0xabc_000 + i))
      await pass(1_000)
      backend.status = 200
      for (let turn = 0; turn < 600 && delivery.stats().pending > 0; turn++) await pass(turn < 20 ? 60_000 : 500)
      const ids = [...backend.arrived].map(String)
      expect(ids.filter((id) => id.startsWith('new'))).toHaveLength(RARE)
      expect(ids.filter((id) => id.startsWith('between'))).toHaveLength(5)
      expect(backend.weight + lost()).toBe(logged())
      expect(lost()).toBe(0)
    },
  )

  it('the first ten and the last ten of a pattern stay, and one line says that the rest are a summary', async () => {
    const { backend, delivery, log, pass, said } = start('edges', false)
    backend.status = 503
    for (let i = 0; i < FLOOD; i++) {
      log(i, hex(1))
      if (i % 500 === 499) await pass(1_000)
    }
    log('other', hex(2))
    backend.status = 200
    for (let turn = 0; turn < 100; turn++) await pass(turn < 20 ? 60_000 : 500)
    const ids = [...backend.arrived].filter((id) => id !== undefined)
    for (const id of [0, 1, 2, FLOOD - 1, FLOOD - 2, 'other']) expect(ids).toContain(id)
    expect(backend.weight).toBe(FLOOD + 1)
    expect(said.filter((line) => line.includes('[errors_collapsed]'))).toHaveLength(1)
    expect(said.filter((line) => line.includes('[errors_lost]'))).toHaveLength(0)
    const { dropped } = delivery.stats()
    expect(dropped.error_collapsed).toBeGreaterThan(FLOOD / 4)
  })

  it('what is counted when the process ends is a summary in what is sent last', () => {
    const { delivery, log, logged, lost } = start('exit', false)
    for (let i = 0; i < FLOOD; i++) log(i, hex(1))
    log('fatal', hex(2), 21)
    let requests = 0
    delivery.exit((bodies) => {
      requests = bodies.length
      return bodies.map(() => 200)
    })
    expect(requests).toBeGreaterThan(0)
    checkLedger(delivery)
    const { delivered, pending, dropped } = delivery.stats()
    expect({ pending, lost: lost() }).toEqual({ pending: 0, lost: 0 })
    expect(delivered + dropped.error_collapsed).toBe(logged() + 1)
  })

  it('guaranteed records that are no errors leave room for errors', () => {
    const { delivery, log } = start('pinned', false)
    const pinned: KeptMeta = {
      guaranteed: true,
      durable: false,
      weight: 1,
      signature: hex(9),
      estimatedBytes: 50,
      stamps: {},
    }
    for (let i = 0; i < FLOOD; i++) delivery.accept({ body: 'pinned '.repeat(10) }, pinned)
    const before = delivery.stats().dropped.lane_full
    expect(before).toBeGreaterThan(0)
    for (let i = 0; i < 100; i++) log(i, hex(i))
    expect(delivery.stats().dropped.lane_full).toBe(before)
    checkLedger(delivery)
  })
})
