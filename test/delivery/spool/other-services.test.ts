import { beforeEach, describe, expect, it } from 'vitest'
import { createErrorSpool, type ErrorSpool } from '../../../src/delivery/spool/error-spool.js'
import type { SpoolOwner } from '../../../src/delivery/spool/spool-owner.js'
import { ManualClock, seededRandom } from '../../../src/testing.js'
import { recordingDiag } from '../../support/quiet-diag.js'
import { SimulatedFiles } from '../../support/simulated-files.js'
import { errorFrame, owners, readAll, settle } from '../../support/spool-under-test.js'

const OWN = '/spool/0000000000000000'
const OTHER = '/spool/1111111111111111'
const MINUTE = 60_000

/** Lists folders as well. */
class Folders extends SimulatedFiles {
  override async list(directory: string, isWanted: (name: string) => boolean): Promise<string[]> {
    const inside = this.names.filter((name) => name.startsWith(`${directory}/`))
    const children = new Set(inside.map((name) => name.slice(directory.length + 1).split('/')[0]!))
    return [...children].filter(isWanted)
  }
}

describe('errors that another service left', () => {
  let files: Folders
  let clock: ManualClock
  let alive: Set<number>
  let said: readonly string[]

  beforeEach(() => {
    files = new Folders()
    clock = new ManualClock()
    alive = new Set()
    files.now = clock.now
  })

  interface Settings {
    readonly directory?: string
    readonly pid?: number
    readonly adoptsOthers?: boolean
    readonly maxBytes?: number
    /** Of whose life nothing is known here. */
    readonly host?: string
  }

  function open({
    directory = OWN,
    pid = 2,
    adoptsOthers = true,
    maxBytes = 2 ** 20,
    host,
  }: Settings = {}): ErrorSpool {
    const recording = recordingDiag('debug', clock)
    said = recording.said
    const known = owners(pid, alive)
    const own: SpoolOwner = { ...known.own, ...(host !== undefined && { host }) }
    return createErrorSpool({
      directory,
      parent: '/spool',
      adoptsOthers,
      files,
      owners: { own, stateOf: (owner) => (owner.host === own.host ? known.stateOf(owner) : 'unknown') },
      clock,
      timers: clock,
      random: seededRandom(pid),
      diag: recording.diag,
      maxBytes,
      header: { encoding: 'protobuf', resource: { 'service.name': directory === OWN ? 'ours' : 'theirs' } },
      onCollapsed: () => {},
      onDamaged: () => {},
      onReadable: () => {},
    })
  }

  function leave(count = 5, settings: Settings = {}): void {
    const spool = open({ directory: OTHER, pid: 1, ...settings })
    for (let i = 0; i < count; i++) expect(spool.append(errorFrame(i))).toMatchObject({ offset: expect.any(Number) })
  }

  async function adoptedBy(spool: ErrorSpool) {
    await settle(500)
    return readAll(spool.adopted)
  }

  it('are said, and stay, unless they are asked for', async () => {
    leave()
    clock.advance(10 * MINUTE)
    const spool = open({ adoptsOthers: false })
    spool.start()
    expect(await adoptedBy(spool)).toEqual([])
    expect(said.filter((line) => line.includes('errors of theirs wait'))).toHaveLength(1)
    expect(files.names).toHaveLength(1)
  })

  it('are adopted where that is asked for, with the resource of their service, and nothing stays', async () => {
    leave()
    clock.advance(10 * MINUTE)
    const spool = open()
    spool.start()
    const records = await adoptedBy(spool)
    expect(records.map(({ frame }) => frame.sequence)).toEqual([0, 1, 2, 3, 4])
    for (const { header } of records) expect(header.resource).toEqual({ 'service.name': 'theirs' })
    expect(said).toEqual([])
    for (const { ticket } of records) ticket.segment.release()
    await settle()
    expect(files.names).toEqual([])
    expect(spool.stats()).toMatchObject({ adoptedSegments: 1, bytes: 0 })
  })

  it('are left to their own service for 5 minutes, which may be about to start', async () => {
    leave()
    clock.advance(4 * MINUTE)
    const spool = open()
    spool.start()
    expect(await adoptedBy(spool)).toEqual([])
    for (let i = 0; i < 2; i++) {
      clock.advance(MINUTE)
      await settle(500)
    }
    expect(await readAll(spool.adopted)).toHaveLength(5)
  })

  it('are left to a process of theirs that lives', async () => {
    leave()
    leave(5, { pid: 3 })
    alive.add(3)
    clock.advance(10 * MINUTE)
    const spool = open()
    spool.start()
    expect(await adoptedBy(spool)).toEqual([])
    expect(files.names).toHaveLength(2)
  })

  it('on another host as well are adopted, when nobody has touched them for 5 minutes', async () => {
    leave(5, { host: 'ffffffff' })
    clock.advance(4 * MINUTE)
    const spool = open()
    spool.start()
    expect(await adoptedBy(spool)).toEqual([])
    clock.advance(2 * MINUTE)
    await settle(500)
    expect(await readAll(spool.adopted)).toHaveLength(5)
  })

  it('are taken as far as our budget has room, so that ours are not collapsed for them', async () => {
    // About 8 files of 64 KiB.
    leave(3_500)
    const theirs = files.names.length
    clock.advance(10 * MINUTE)
    const spool = open({ maxBytes: 256 * 1024 })
    spool.start()
    await settle(1_000)
    expect(spool.stats().adoptedSegments).toBeGreaterThan(0)
    expect(spool.stats().adoptedSegments).toBeLessThan(theirs)
    expect(spool.stats().bytes).toBeLessThanOrEqual(0.75 * 256 * 1024)
    expect(said.some((line) => line.includes('[spool_collapses]'))).toBe(false)
  })

  it('are none where a file is no segment in spite of its name', async () => {
    leave()
    const [name] = files.names
    files.overwrite(name!, Buffer.from('not a segment'))
    clock.advance(10 * MINUTE)
    const spool = open()
    spool.start()
    expect(await adoptedBy(spool)).toEqual([])
    expect(files.names).toEqual([name])
    expect(said.some((line) => line.includes('[spool_not_adopted]'))).toBe(true)
  })
})
