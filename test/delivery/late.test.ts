import { describe, expect, it, vi } from 'vitest'
import { createDelivery, type Delivery } from '../../src/delivery/delivery.js'
import type { KeptMeta } from '../../src/delivery/kept-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { BackendInHand } from '../support/backend-in-hand.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { SimulatedFiles } from '../support/simulated-files.js'
import { DIRECTORY, owners } from '../support/spool-under-test.js'

vi.mock('../../src/delivery/otlp-http.js', () => import('../support/backend-in-hand.js'))

const ERROR: KeptMeta = {
  guaranteed: true,
  durable: true,
  weight: 1,
  signature: 'aaaaaaaaaaaaaaaa',
  estimatedBytes: 50,
  stamps: {},
}

describe('an error that comes after shutdown()', () => {
  const files = new SimulatedFiles()
  const clock = new ManualClock()
  const backend = new BackendInHand('http://late')
  const { diag, said } = recordingDiag('debug', clock)
  files.now = clock.now

  const start = (spool = true): Delivery =>
    createDelivery({
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
      onUnrepresented: () => {},
      ...(spool && { spool: { directory: DIRECTORY, files, owners: owners(1), maxBytes: 1024 * 1024 } }),
    })
  async function shutDown(delivery: Delivery): Promise<void> {
    const done = delivery.shutdown({ timeoutMillis: 1_000 })
    await clock.advanceAsync(3_000)
    await done
  }

  it('is written down, and delivered by the next instance in the same process', async () => {
    const first = start()
    await shutDown(first)
    first.accept({ body: 'late', attributes: { id: 1 } }, ERROR)
    first.acceptDeferred(100, ERROR, () => ({ body: 'late', attributes: { id: 2 } }))
    expect(first.stats()).toMatchObject({ accepted: 2, pending: 2, dropped: { shutdown: 0 } })
    await clock.advanceAsync(1_000)
    // Another file, because others may have taken the one before.
    first.accept({ body: 'late', attributes: { id: 3 } }, ERROR)
    await clock.advanceAsync(1_000)
    expect(files.names).toHaveLength(2)

    const second = start()
    for (let i = 0; i < 40; i++) {
      await clock.advanceAsync(50)
      backend.answer()
    }
    expect([...backend.arrived].sort()).toEqual([1, 2, 3])
    expect(second.stats()).toMatchObject({ accepted: 3, delivered: 3, pending: 0 })
    await shutDown(second)
    expect(files.names).toEqual([])
  })

  it('is counted as lost where the disk takes none, and so is what is no error', async () => {
    const delivery = start()
    await shutDown(delivery)
    files.failure = new Error('ENOSPC')
    delivery.accept({ body: 'late' }, ERROR)
    delivery.accept({ body: 'late' }, { ...ERROR, durable: false, weight: 7 })
    expect(delivery.stats()).toMatchObject({ accepted: 2, pending: 0, dropped: { shutdown: 2 } })
    expect(said.filter((line) => line.includes('[logged_after_end]'))).toHaveLength(1)
    files.failure = undefined
  })
})
