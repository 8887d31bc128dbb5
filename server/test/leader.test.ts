import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLeader, type Job, type Leader } from '../src/leader.js'
import { createLog } from '../src/log.js'
import { FencedError } from '../src/store/fencing.js'
import type { Leadership } from '../src/store/store.js'

/** One lease, as the database has it. */
class Lock {
  holder: object | undefined
  away = false

  lead = async (): Promise<Leadership | undefined> => {
    if (this.holder !== undefined) return undefined
    const holder = {}
    this.holder = holder
    return {
      token: 1,
      isHeld: () => this.holder === holder,
      renew: async () => {
        if (this.away) throw new Error('the database is away')
      },
      run: (work) => work(),
      release: async () => {
        if (this.holder === holder) this.holder = undefined
      },
    }
  }
}

describe('a leader', () => {
  let lock: Lock
  let runs: string[]
  const leaders: Leader[] = []
  const jobOf = (name: string): Job => ({
    name,
    intervalSeconds: 1,
    run: async () => void runs.push(name),
    reset: () => runs.push(`${name} forgets`),
  })
  const start = async (name: string, job = jobOf(name)) => {
    const leader = createLeader(lock, [job], createLog('silent'))
    leaders.push(leader)
    await leader.start()
    return leader
  }
  beforeEach(() => {
    vi.useFakeTimers()
    lock = new Lock()
    runs = []
  })
  afterEach(async () => {
    await Promise.all(leaders.splice(0).map((leader) => leader.stop()))
    vi.useRealTimers()
  })

  it('is one of several, and does all of the work', async () => {
    const [a, b] = [await start('a'), await start('b')]
    await vi.advanceTimersByTimeAsync(3_100)
    expect([a.leads, b.leads]).toEqual([true, false])
    expect(runs).toEqual(['a forgets', 'a', 'a', 'a'])
  })

  it('does at once what other work counts on, and then in its turn', async () => {
    await start('a', { ...jobOf('a'), isDoneFirst: true })
    expect(runs).toEqual(['a forgets', 'a'])
    await vi.advanceTimersByTimeAsync(2_100)
    expect(runs).toEqual(['a forgets', 'a', 'a', 'a'])
  })

  it('is followed by another within seconds when it stops, which forgets what it knew', async () => {
    const [a, b] = [await start('a'), await start('b')]
    await vi.advanceTimersByTimeAsync(1_100)
    await a.stop()
    runs = []
    await vi.advanceTimersByTimeAsync(6_100)
    expect(b.leads).toBe(true)
    expect(runs.slice(0, 2)).toEqual(['b forgets', 'b'])
  })

  it('does no more work when it has lost the lock, and leads again when it gets it back', async () => {
    const a = await start('a')
    await vi.advanceTimersByTimeAsync(1_100)
    lock.holder = {}
    runs = []
    await vi.advanceTimersByTimeAsync(4_100)
    expect(runs).toEqual([])
    expect(a.leads).toBe(false)
    lock.holder = undefined
    await vi.advanceTimersByTimeAsync(6_100)
    expect(runs.slice(0, 2)).toEqual(['a forgets', 'a'])
  })

  it('leads no more once the database refuses what it writes, because another leads', async () => {
    const job = jobOf('a')
    const run = vi.fn(async () => {
      throw new FencedError()
    })
    const a = await start('a', { ...job, run })
    await vi.advanceTimersByTimeAsync(1_900)
    expect(run).toHaveBeenCalledTimes(1)
    expect(a.leads).toBe(false)
  })

  it('goes on leading while it cannot renew its lease, as long as that holds', async () => {
    const a = await start('a')
    lock.away = true
    await vi.advanceTimersByTimeAsync(5_100)
    expect(a.leads).toBe(true)
    lock.holder = {}
    await vi.advanceTimersByTimeAsync(1_000)
    expect(a.leads).toBe(false)
  })

  it('goes on after work that failed', async () => {
    const run = vi.fn(async () => {
      throw new Error('it failed')
    })
    await start('a', { name: 'a', intervalSeconds: 1, run })
    await vi.advanceTimersByTimeAsync(3_100)
    expect(run.mock.calls.length).toBe(3)
  })

  it('goes on asking a database that does not answer', async () => {
    const lead = lock.lead
    lock.lead = async () => {
      throw new Error('it is away')
    }
    const a = await start('a')
    expect(a.leads).toBe(false)
    lock.lead = lead
    await vi.advanceTimersByTimeAsync(5_100)
    expect(a.leads).toBe(true)
  })
})
