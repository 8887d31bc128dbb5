import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importBackfill } from '../../src/imports/backfill.js'
import { createDetection, type Detection } from '../../src/incidents/detection.js'
import type { Store } from '../../src/store/store.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { entryOf, pendingOf, TEN } from '../support/reports.js'

const MINUTE = 60
const DAY = 86_400
const LAG = 10
const STEADY = { signature: 'a'.repeat(16), template: 'request <*> served', perMinute: 600 }
const FAILS = { signature: 'b'.repeat(16), template: 'request <*> failed', perMinute: 12 }
const NEW = { signature: 'c'.repeat(16), template: 'disk <*> is full', perMinute: 3 }

type Counts = readonly (readonly [pattern: typeof STEADY, seen: number, errors?: number])[]

describe('detection', () => {
  let store: Store
  let now: number
  let detection: Detection
  let serviceId: number
  const restart = () => {
    detection = createDetection(store, LAG, () => now * 1000)
  }
  beforeEach(async () => {
    now = TEN + LAG
    store = await openMemoryStore()
    const team = await store.keys.ensureTeam('own', TEN)
    serviceId = (await store.services.ensure(team, 'shop', TEN, 10))!
    await importBackfill(store, {
      serviceId,
      hours: 40,
      until: TEN,
      overheadPerRecord: 0,
      patterns: [backfillOf(STEADY), { ...backfillOf(FAILS), errorsPerMinute: FAILS.perMinute }],
      entry: entryOf(team),
    })
    restart()
    await detection.step()
  })
  afterEach(() => store.close())

  const incidents = async () => store.incidents.list({ teamId: 1, limit: 10 })
  const write = (counts: Counts) => writeMinute(store, serviceId, now - LAG, counts)
  /** A minute is counted, and looked at once it is complete. */
  async function minute(counts: Counts): Promise<void> {
    await write(counts)
    now += MINUTE
    await detection.step()
  }
  const usual: Counts = [
    [STEADY, 600],
    [FAILS, 12, 12],
  ]

  it('finds nothing where everything is as ever', async () => {
    for (let i = 0; i < 30; i++)
      await minute([
        [STEADY, 590 + i],
        [FAILS, 8 + (i % 8), 8 + (i % 8)],
      ])
    expect(await incidents()).toEqual([])
  })

  it('finds ten times as many within two minutes, as one incident that ends after ten quiet ones', async () => {
    await minute([
      [STEADY, 3_000],
      [FAILS, 12, 12],
    ])
    await minute([
      [STEADY, 3_000],
      [FAILS, 12, 12],
    ])
    const [incident, ...others] = await incidents()
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      service: 'shop',
      resolvedAt: undefined,
      findings: [
        { kind: 'spike', signature: STEADY.signature, template: STEADY.template, observed: 3_000, expected: 600 },
      ],
    })
    for (let i = 0; i < 9; i++) await minute(usual)
    expect((await incidents())[0]!.resolvedAt).toBeUndefined()
    for (let i = 0; i < 3; i++) await minute(usual)
    expect((await incidents())[0]!.resolvedAt).toBeDefined()
  })

  it('goes on with an incident that comes back within half an hour', async () => {
    for (let i = 0; i < 2; i++)
      await minute([
        [STEADY, 3_000],
        [FAILS, 12, 12],
      ])
    for (let i = 0; i < 15; i++) await minute(usual)
    for (let i = 0; i < 2; i++)
      await minute([
        [STEADY, 6_000],
        [FAILS, 12, 12],
      ])
    expect(await incidents()).toHaveLength(1)
    expect((await incidents())[0]!.resolvedAt).toBeUndefined()
  })

  it('sees what is drastic before its minute is over', async () => {
    await write([[STEADY, 20_000]])
    now += 5
    await detection.step()
    expect((await incidents())[0]).toMatchObject({ findings: [{ kind: 'spike', observed: 20_000 }] })
  })

  it('finds what has fallen silent, while others go on', async () => {
    for (let i = 0; i < 8; i++) await minute([[FAILS, 12, 12]])
    expect((await incidents())[0]!.findings).toContainEqual(
      expect.objectContaining({ kind: 'silence', signature: STEADY.signature }),
    )
  })

  it('takes minutes without any report for its own trouble, not for silence', async () => {
    for (let i = 0; i < 20; i++) await minute([])
    expect(await incidents()).toEqual([])
  })

  it('finds a surge of errors that no single pattern shows', async () => {
    for (let i = 0; i < 2; i++)
      await minute([
        [STEADY, 600, 60],
        [FAILS, 12, 12],
      ])
    expect((await incidents())[0]!.findings).toContainEqual(
      expect.objectContaining({ kind: 'error_surge', signature: '', observed: 72 }),
    )
  })

  it('finds a new pattern that warns', async () => {
    await writeMinute(store, serviceId, now - LAG, usual)
    await addPattern(store, serviceId, now - LAG, NEW, 'WARNING')
    now += MINUTE
    await detection.step()
    expect((await incidents())[0]).toMatchObject({ findings: [{ kind: 'new_pattern', template: NEW.template }] })
  })

  it.each([
    ['finds a new pattern that is frequent', DAY, ['new_pattern']],
    ['takes a frequent new pattern for what a deploy brought, right after one', 5 * MINUTE, []],
  ])('%s', async (_, releasedBefore, kinds) => {
    const released = now - LAG - releasedBefore
    const report = pendingOf([{ ...rowOf(serviceId, released, STEADY), writtenAt: 0 }], { at: released })
    await store.counters.add([report], [])
    for (let i = 0; i < 3; i++)
      await minute([
        [STEADY, 600],
        [FAILS, 12, 12],
        [NEW, 15],
      ])
    expect((await incidents()).flatMap(({ findings }) => findings.map(({ kind }) => kind))).toEqual(kinds)
  })

  it('knows at a take-over what the one before knew, and writes no incident twice', async () => {
    for (let i = 0; i < 2; i++)
      await minute([
        [STEADY, 3_000],
        [FAILS, 12, 12],
      ])
    restart()
    for (let i = 0; i < 2; i++)
      await minute([
        [STEADY, 3_000],
        [FAILS, 12, 12],
      ])
    const found = await incidents()
    expect(found).toHaveLength(1)
    expect(found[0]!.lastAt).toBe(now - LAG - MINUTE)
  })

  it('of two that take themselves for the leader lets one write', async () => {
    const rival = createDetection(store, LAG, () => now * 1000)
    await rival.step()
    for (let i = 0; i < 3; i++) {
      await write([
        [STEADY, 3_000],
        [FAILS, 12, 12],
      ])
      now += MINUTE
      await Promise.all([detection.step(), rival.step()])
    }
    await detection.step()
    expect(await incidents()).toHaveLength(1)
  })

  it('goes on with all other services where one cannot be read, and throws what is the database’s', async () => {
    const other = (await store.services.ensure(1, 'broken', now, 10))!
    const { minutes } = store.counters
    const failures: number[] = []
    const counters = {
      ...store.counters,
      minutes: async (first: number, until: number, ids: readonly number[]) => {
        if (ids.includes(other)) throw new RangeError('a value that nobody can read')
        return minutes(first, until, ids)
      },
    }
    detection = createDetection(
      { ...store, counters },
      LAG,
      () => now * 1000,
      (_, id) => failures.push(id),
    )
    for (let i = 0; i < 3; i++)
      await minute([
        [STEADY, 3_000],
        [FAILS, 12, 12],
      ])
    expect((await incidents()).map(({ service, findings }) => [service, findings[0]!.kind])).toEqual([
      ['shop', 'spike'],
    ])
    expect(new Set(failures)).toEqual(new Set([other]))
    counters.minutes = async () => {
      throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 })
    }
    await expect(minute(usual)).rejects.toThrow('disk')
  })

  it('makes up for minutes that nobody looked at', async () => {
    await write(usual)
    for (let i = 0; i < 3; i++) {
      now += MINUTE
      await write([
        [STEADY, 3_000],
        [FAILS, 12, 12],
      ])
    }
    now += MINUTE
    await detection.step()
    expect((await incidents())[0]!.findings[0]).toMatchObject({ kind: 'spike', since: TEN + 2 * MINUTE })
  })
})

function backfillOf({ signature, template, perMinute }: typeof STEADY) {
  return {
    signature,
    template,
    severity: 'INFO',
    perMinute,
    bytesPerMinute: perMinute * 100,
    errorsPerMinute: 0,
    keptShare: 1,
  }
}

async function writeMinute(store: Store, serviceId: number, from: number, counts: Counts): Promise<void> {
  if (counts.length === 0) return
  const minute = {
    serviceId,
    from,
    until: from + MINUTE,
    overheadPerRecord: 0,
    patterns: counts.map(([pattern]) => rowOf(serviceId, from, pattern)),
    counts: Float64Array.from(counts.flatMap(([, seen, errors = 0]) => [seen, seen, seen * 100, seen * 100, errors])),
  }
  await store.counters.addBackfill(minute, entryOf(1))
}

async function addPattern(store: Store, serviceId: number, from: number, pattern: typeof STEADY, severity: string) {
  const patterns = [{ ...rowOf(serviceId, from, pattern), severity }]
  const counts = Float64Array.from([3, 3, 300, 300, 0])
  const minute = { serviceId, from, until: from + MINUTE, patterns, counts, overheadPerRecord: 0 }
  await store.counters.addBackfill(minute, entryOf(1))
}

function rowOf(serviceId: number, at: number, { signature, template }: typeof STEADY) {
  const seen = { firstSeen: at, lastSeen: at, firstVersion: undefined }
  return { serviceId, key: signature, signature, check: '', template, severity: 'INFO', class: 'unknown', ...seen }
}
