import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSummary } from '../../../src/delivery/spool/collapse.js'
import { ManualClock, seededRandom } from '../../../src/testing.js'
import { SimulatedFiles } from '../../support/simulated-files.js'
import { errorFrame, readAll, settle, startSpool } from '../../support/spool-under-test.js'
import { atTier } from '../../support/tier.js'

/** Of errors that come all the while. */
const SECONDS = atTier({ test: 60, long: 300, soak: 600 })

/** Of all operations at which a process may be killed, each as many-th is tried. */
const EVERY = atTier({ test: 6, long: 1, soak: 1 })

const sequencesOf = (records: Awaited<ReturnType<typeof readAll>>) => records.map(({ frame }) => frame.sequence)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

/** What a process that starts after all others have died finds. */
async function restart(files: SimulatedFiles, pid: number) {
  const under = startSpool(files, { pid })
  under.spool.start()
  await settle()
  return { ...under, records: await readAll(under.spool.adopted) }
}

describe('the spool', () => {
  it('gives what was appended to the next process, in order', async () => {
    const files = new SimulatedFiles()
    const { spool } = startSpool(files)
    for (let i = 0; i < 3_000; i++) expect(spool.append(errorFrame(i))).toMatchObject({ offset: expect.any(Number) })
    const { records } = await restart(files.afterKill(), 2)
    expect(sequencesOf(records)).toEqual(range(0, 3_000))
    expect(records[0]!.header).toMatchObject({ encoding: 'protobuf', resource: { 'service.name': 'test' } })
  })

  it('keeps a segment until all its records are released, and then removes it', async () => {
    const files = new SimulatedFiles()
    const { spool } = startSpool(files)
    const tickets = range(0, 10).map((i) => spool.append(errorFrame(i)))
    for (const ticket of tickets.slice(1)) if (typeof ticket === 'object') ticket.segment.release()
    await settle()
    expect(files.names).toHaveLength(1)
    if (typeof tickets[0] === 'object') tickets[0].segment.release()
    await settle()
    expect(files.names).toHaveLength(0)
    expect(spool.stats()).toMatchObject({ bytes: 0, segments: 0 })
  })

  it('leaves what it did not get rid of to the next one of the same process', async () => {
    const files = new SimulatedFiles()
    const first = startSpool(files)
    for (let i = 0; i < 10; i++) first.spool.append(errorFrame(i))
    await first.spool.close()
    const second = startSpool(files)
    second.spool.start()
    await settle()
    expect(sequencesOf(await readAll(second.spool.adopted))).toEqual(range(0, 10))
  })

  it('does not touch what a living process writes', async () => {
    const files = new SimulatedFiles()
    startSpool(files).spool.append(errorFrame(0))
    const { spool } = startSpool(files, { pid: 2, alive: new Set([1]) })
    spool.start()
    await settle()
    expect(spool.adopted.isEmpty).toBe(true)
  })

  it('lets one of several adopters have each segment', async () => {
    const files = new SimulatedFiles()
    const { spool } = startSpool(files)
    for (let i = 0; i < 3_000; i++) spool.append(errorFrame(i))
    const adopters = range(2, 6).map((pid) => startSpool(files, { pid, alive: new Set(range(2, 6)) }))
    for (const { spool } of adopters) spool.start()
    await settle(500)
    const found = await Promise.all(adopters.map(({ spool }) => readAll(spool.adopted)))
    expect(found.flatMap(sequencesOf).sort((a, b) => a - b)).toEqual(range(0, 3_000))
  })

  it('reads back what memory had no room for, whilst more is appended', async () => {
    const files = new SimulatedFiles()
    const { spool } = startSpool(files)
    const read: number[] = []
    let next = 0
    const append = (count: number) => {
      for (let i = 0; i < count; i++, next++) {
        const ticket = spool.append(errorFrame(next))
        if (typeof ticket === 'object') spool.overflow.add(ticket, next)
      }
    }
    append(2_000)
    expect(spool.overflow).toMatchObject({ count: 2_000, oldest: 0 })
    for (let round = 0; !spool.overflow.isEmpty; round++) {
      await spool.overflow.read(({ frame, ticket }) => {
        read.push(frame.sequence)
        ticket.segment.release()
      })
      if (round < 5) append(300)
      expect(spool.overflow.oldest).toBe(spool.overflow.isEmpty ? Number.POSITIVE_INFINITY : read.length)
    }
    await settle()
    expect(read).toEqual(range(0, 3_500))
    expect(spool.overflow.count).toBe(0)
    expect(files.names).toHaveLength(0)
  })

  it('takes no errors for a minute after the disk failed, and then tries again', () => {
    const files = new SimulatedFiles()
    const { spool, clock, said } = startSpool(files)
    expect(spool.append(errorFrame(0))).toMatchObject({})
    files.failure = new Error('ENOSPC')
    expect(spool.append(errorFrame(1))).toBe('failed')
    const before = files.operations
    clock.advance(59_000)
    expect(spool.append(errorFrame(2))).toBe('failed')
    expect(files.operations).toBe(before)
    files.failure = undefined
    clock.advance(2_000)
    expect(spool.append(errorFrame(3))).toMatchObject({ offset: expect.any(Number) })
    expect(spool.stats().episodes).toBe(1)
    expect(said.filter((line) => line.includes('ENOSPC'))).toHaveLength(1)
  })

  it('leaves a slow disk alone after two slow writes', () => {
    const files = new SimulatedFiles()
    const clock = new ManualClock()
    const { spool } = startSpool(files, { clock })
    const { create } = files
    files.create = (file) => {
      const made = create.call(files, file)
      return {
        ...made,
        append: (bytes) => {
          clock.advance(200)
          made.append(bytes)
        },
      }
    }
    const answers = range(0, 6).map((i) => typeof spool.append(errorFrame(i)))
    expect(answers).toEqual(['object', 'object', 'string', 'string', 'string', 'string'])
  })

  it('gives up waiting records that cannot be read any more, and counts them', async () => {
    const files = new SimulatedFiles()
    const { spool, damaged } = startSpool(files)
    for (let i = 0; i < 10; i++) {
      const ticket = spool.append(errorFrame(i))
      if (typeof ticket === 'object') spool.overflow.add(ticket, i)
    }
    const [name] = files.names
    const bytes = Buffer.from(files.contentOf(name!))
    bytes[400] = bytes[400]! ^ 0xff
    files.overwrite(name!, bytes)
    const records = await readAll(spool.overflow)
    expect(records.length).toBe(9)
    expect(damaged()).toBe(1)
    for (const { ticket } of records) ticket.segment.release()
    await settle()
    expect(files.names).toHaveLength(0)
  })
})

describe('beyond the disk budget', () => {
  const fill = (under: ReturnType<typeof startSpool>, count: number, signature = (_: number) => 'aaaaaaaaaaaaaaaa') => {
    const results = { stored: 0, held: 0, lost: 0 }
    for (let i = 0; i < count; i++) {
      const frame = errorFrame(i, { signature: signature(i) })
      const ticket = under.spool.append(frame)
      if (typeof ticket === 'object') {
        under.spool.overflow.add(ticket, i)
        results.stored++
      } else if (ticket === 'full' && under.spool.holdBack(frame)) results.held++
      else results.lost++
    }
    return results
  }
  /** What a set of records stands for, by signature. */
  const standFor = (records: Awaited<ReturnType<typeof readAll>>) => {
    const counts = new Map<string, number>()
    for (const { frame } of records) {
      const weight = frame.type === 'summary' ? parseSummary(frame).count : 1
      counts.set(frame.signature, (counts.get(frame.signature) ?? 0) + weight)
    }
    return counts
  }

  it('the errors of a pattern become the first ten, the last ten and a summary of the rest', async () => {
    const files = new SimulatedFiles()
    const under = startSpool(files, { maxBytes: 256 * 1024 })
    fill(under, 1_400)
    await settle(2_000)
    const records = await readAll(under.spool.overflow)
    // The segment that is written to is not rewritten.
    const summary = records.find(({ frame }) => frame.type === 'summary')!
    const before = records.slice(0, records.indexOf(summary)).map(({ frame }) => frame.sequence)
    expect(before.slice(0, 10)).toEqual(range(0, 10))
    expect(before).toHaveLength(20)
    const { count, firstMillis, lastMillis } = parseSummary(summary.frame)
    expect({ firstMillis, lastMillis }).toEqual({ firstMillis: 10, lastMillis: before[10]! - 1 })
    expect(count).toBe(before[10]! - 10)
    expect([...standFor(records).values()]).toEqual([1_400])
    expect(under.said.join()).toContain('collapsed')
  })

  it('no pattern and no count is lost, however long it lasts', async () => {
    const files = new SimulatedFiles()
    const under = startSpool(files, { maxBytes: 512 * 1024 })
    const seen = new Map<string, number>()
    const random = seededRandom(5)
    let held = 0
    for (let second = 0; second < SECONDS; second++) {
      for (let i = 0; i < 100; i++) {
        const signature = Math.floor(50 * random() ** 3)
          .toString(16)
          .padStart(16, '0')
        seen.set(signature, (seen.get(signature) ?? 0) + 1)
        const frame = errorFrame(second * 100 + i, { signature, bytes: 300, timeMillis: second * 1_000 })
        const ticket = under.spool.append(frame)
        if (typeof ticket === 'object') under.spool.overflow.add(ticket, frame.sequence)
        else if (under.spool.holdBack(frame)) held++
      }
      await settle(400)
      under.clock.advance(1_000)
      expect(files.totalBytes).toBeLessThan(2.2 * 512 * 1024)
    }
    const records = await readAll(under.spool.overflow)
    const counted = standFor(records)
    for (const { frame } of under.spool.collapsedCounts.drain()) {
      counted.set(frame.signature, counted.get(frame.signature)! + parseSummary(frame).count)
    }
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(seen))
    expect(under.damaged()).toBe(0)
    expect(held).toBeLessThan(100 * SECONDS)
    const collapsed = under.collapsed.reduce((sum, { records, summaries }) => sum + records - summaries, 0)
    expect(records.length + collapsed + held).toBe(100 * SECONDS)
  })

  it('a burst in one tick is counted by pattern, with the first of each on disk', () => {
    const files = new SimulatedFiles()
    const under = startSpool(files, { maxBytes: 128 * 1024 })
    const results = fill(under, 5_000, (i) => (i % 40).toString(16).padStart(16, '0'))
    expect(results.lost).toBe(0)
    expect(results.stored + results.held).toBe(5_000)
    expect(under.spool.collapsedCounts.count).toBe(results.held)
    // Every pattern that came after the budget was full has its own first record on disk.
    expect(files.totalBytes).toBeLessThan(1.2 * 128 * 1024)
    const late = fill(under, 100, (i) => (1_000 + i).toString(16).padStart(16, '0'))
    expect(late).toMatchObject({ lost: 0 })
  })
})

interface Work {
  readonly accepted: number[]
  readonly acknowledged: Set<number>
  /** How many errors the acknowledged records stand for. */
  readonly weight: number
}

describe('killed at any operation', () => {
  /** Appends, acknowledges, collapses; answers what must be found again. */
  async function work(files: SimulatedFiles, pid: number): Promise<Work> {
    const under = startSpool(files, { pid, maxBytes: 96 * 1024, seed: 7 + pid })
    const accepted: number[] = []
    const acknowledged = new Set<number>()
    let weight = 0
    under.spool.start()
    await settle()
    const acknowledge = ({ frame, ticket }: Awaited<ReturnType<typeof readAll>>[0]) => {
      if (frame.type === 'record') acknowledged.add(frame.sequence)
      weight += frame.type === 'summary' ? parseSummary(frame).count : 1
      ticket.segment.release()
    }
    if (!under.spool.adopted.isEmpty) await under.spool.adopted.read(acknowledge)
    for (let i = 0; i < 450; i++) {
      const sequence = pid * 10_000 + i
      const ticket = under.spool.append(
        errorFrame(sequence, { bytes: 200, signature: (i % 5).toString(16).padStart(16, '0') }),
      )
      if (typeof ticket !== 'object') continue
      accepted.push(sequence)
      if (i < 60) {
        acknowledged.add(sequence)
        weight++
        ticket.segment.release()
      } else under.spool.overflow.add(ticket, sequence)
      if (i % 50 === 0) {
        under.clock.advance(500)
        await settle()
      }
    }
    await settle(500)
    await under.spool.overflow.read(acknowledge)
    await settle()
    return { accepted, acknowledged, weight }
  }
  const weighed = (records: Awaited<ReturnType<typeof readAll>>) =>
    records.reduce((sum, { frame }) => sum + (frame.type === 'summary' ? parseSummary(frame).count : 1), 0)

  it('loses nothing that was accepted and not acknowledged', async () => {
    const whole = new SimulatedFiles()
    await work(whole, 1)
    expect(whole.log.some((line) => line.startsWith('rename'))).toBe(true)
    const total = whole.operations
    expect(total).toBeGreaterThan(60)
    for (let killAt = 0; killAt <= total; killAt += EVERY) {
      const files = new SimulatedFiles()
      files.killAt = killAt
      const { accepted, acknowledged, weight } = await work(files, 1)
      const { records } = await restart(files.afterKill(), 2)
      const found = new Set(sequencesOf(records))
      const missing = accepted.filter((sequence) => !acknowledged.has(sequence) && !found.has(sequence))
      // What is missing one by one is in a summary.
      expect(weighed(records) + weight, `killed at ${killAt} of ${total}`).toBeGreaterThanOrEqual(accepted.length)
      const kinds = new Set(records.map(({ frame }) => frame.signature))
      for (const sequence of missing) expect(kinds).toContain((sequence % 5).toString(16).padStart(16, '0'))
    }
  })

  it('nor when the one that adopts is killed as well', async () => {
    const first = new SimulatedFiles()
    first.killAt = 300
    const one = await work(first, 1)
    const left = first.afterKill()
    const whole = left.afterKill()
    await work(whole, 2)
    for (let killAt = 0; killAt <= whole.operations; killAt += 3 * EVERY) {
      const files = left.afterKill()
      files.killAt = killAt
      const two = await work(files, 2)
      const { records } = await restart(files.afterKill(), 3)
      const accepted = one.accepted.length + two.accepted.length
      const counted = weighed(records) + one.weight + two.weight
      expect(counted, `killed at ${killAt}`).toBeGreaterThanOrEqual(accepted)
    }
  })
})

describe('a loss of power', () => {
  it('costs at most what was not synced, and never the order of the rest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 400 }), async (seed, count) => {
        const files = new SimulatedFiles()
        const { spool, clock } = startSpool(files)
        let synced = 0
        for (let i = 0; i < count; i++) {
          spool.append(errorFrame(i))
          if (i % 37 === 36) {
            clock.advance(500)
            await settle()
            synced = i + 1
          }
        }
        const { records } = await restart(files.afterPowerLoss(seededRandom(seed)), 2)
        const found = sequencesOf(records)
        expect(found).toEqual(range(0, found.length))
        expect(found.length).toBeGreaterThanOrEqual(synced)
      }),
      { numRuns: atTier({ test: 40, long: 100, soak: 100 }) },
    )
  })
})

describe('a spool that was damaged', () => {
  it('gives up only what the damage touches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(), kind: fc.constantFrom('flip', 'cut', 'insert', 'zero') }), { maxLength: 4 }),
        async (damages) => {
          const files = new SimulatedFiles()
          const { spool } = startSpool(files)
          for (let i = 0; i < 200; i++) spool.append(errorFrame(i))
          const found = files.afterKill()
          const [name] = found.names
          for (const { at, kind } of damages) found.overwrite(name!, damage(found.contentOf(name!), at, kind))
          const { records } = await restart(found, 2)
          const sequences = sequencesOf(records)
          expect(sequences).toEqual([...sequences].sort((a, b) => a - b))
          const cut = damages.some(({ kind }) => kind === 'cut')
          if (!cut) expect(sequences.length).toBeGreaterThanOrEqual(200 - 2 * damages.length - 1)
        },
      ),
      { numRuns: atTier({ test: 80, long: 200, soak: 200 }) },
    )
  })

  function damage(bytes: Buffer, at: number, kind: string): Buffer {
    const i = bytes.length === 0 ? 0 : at % bytes.length
    if (kind === 'cut') return bytes.subarray(0, i)
    if (kind === 'insert') return Buffer.concat([bytes.subarray(0, i), Buffer.from('garbage'), bytes.subarray(i)])
    const copy = Buffer.from(bytes)
    if (kind === 'flip' && copy.length > 0) copy[i] = copy[i]! ^ 0x10
    if (kind === 'zero') copy.fill(0, i, Math.min(copy.length, i + 50))
    return copy
  }

  it('passes over files that are not segments', async () => {
    const files = new SimulatedFiles()
    for (const name of ['README', 'x.seg', '.seg', '00000000-1-00000000-0_0000000000000-1-zzzzzzzz.seg']) {
      files.create(`/spool/${name}`).append(Buffer.from('not a segment'))
    }
    const { records } = await restart(files.afterKill(), 2)
    expect(records).toHaveLength(0)
  })
})
