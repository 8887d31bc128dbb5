import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { type Death, idsAt, runCrowd, runHeir, runToDeath } from '../support/dying-app.js'
import { atTier, LONG, SOAK } from '../support/tier.js'

const REPEATS = atTier({ test: 1, long: 3, soak: 20 })
const ADAPTERS = ['otel', 'pino'] as const
const DEATHS: Record<Exclude<Death, 'forever'>, object> = {
  exit: { code: 3, signal: null },
  throw: { code: 1, signal: null },
  reject: { code: 1, signal: null },
  abort: { signal: 'SIGABRT' },
  oom: { signal: 'SIGABRT' },
  sigterm: { signal: 'SIGTERM' },
  sigkill: { signal: 'SIGKILL' },
  spin: { signal: 'SIGKILL' },
}
/** After these JavaScript still runs. */
const CIVIL = ['exit', 'throw', 'reject', 'sigterm'] as const
/** `npm test` lets each adapter die every other of these deaths. */
const shareOf = <D>(adapter: (typeof ADAPTERS)[number], deaths: readonly D[]) =>
  LONG ? deaths : deaths.filter((_, i) => i % ADAPTERS.length === ADAPTERS.indexOf(adapter))

describe('a process that dies', () => {
  let posthog: FakePostHog
  let directory: string
  const env = () => ({ POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url })

  beforeEach(async () => {
    posthog = await startFakePostHog()
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-spool-'))
  })
  afterEach(async () => {
    await posthog.close()
    rmSync(directory, { recursive: true, force: true })
  })

  describe.each(ADAPTERS)('with %s and a spool', (adapter) => {
    it.each(shareOf(adapter, Object.keys(DEATHS) as (keyof typeof DEATHS)[]))('of %s loses no error', async (death) => {
      for (let round = 0; round < REPEATS; round++) {
        posthog.clear()
        const spooled = { ...env(), LIPSERVICE_SPOOL_DIR: directory }
        const dead = await runToDeath(death, {
          adapter,
          env: spooled,
          ...(death === 'spin' && { killAfterMillis: 50 }),
        })
        expect(dead).toMatchObject(DEATHS[death])
        expect(dead.accepted).toHaveLength(200)
        await runHeir(spooled)
        const arrived = idsAt(posthog)
        expect(dead.accepted.filter((id) => !arrived.has(id))).toEqual([])
      }
    })
  })

  describe.each(ADAPTERS)('with %s and without a spool', (adapter) => {
    it.each(shareOf(adapter, CIVIL))('of %s loses no error, and dies as it would have without us', async (death) => {
      for (let round = 0; round < REPEATS; round++) {
        posthog.clear()
        const dead = await runToDeath(death, { adapter, env: env() })
        expect(dead).toMatchObject(DEATHS[death])
        const arrived = idsAt(posthog)
        expect(dead.accepted).toHaveLength(200)
        expect(dead.accepted.filter((id) => !arrived.has(id))).toEqual([])
      }
    })
  })

  it('with others and their threads, in one spool directory, loses none of their errors and sends none twice', async () => {
    // Nothing is delivered before all are dead.
    posthog.answer(() => ({ status: 503 }))
    const spooled = { ...env(), LIPSERVICE_SPOOL_DIR: directory }
    await runCrowd(3, 2, spooled)
    posthog.answer(undefined)
    await runHeir(spooled)
    const ids = posthog.records.map(({ attributes }) => Number(attributes['id'])).sort((a, b) => a - b)
    const expected = [0, 1, 2].flatMap((process) => Array.from({ length: 300 }, (_, i) => process * 1_000 + i))
    expect(ids).toEqual(expected)
  })

  it('of an error that nobody caught says which', async () => {
    const dead = await runToDeath('throw', { adapter: 'otel', env: env(), count: 1 })
    expect(dead.stderr).toContain('uncaught on purpose')
    const fatal = posthog.records.find(({ severityNumber }) => severityNumber === 21)
    expect(fatal).toMatchObject({
      body: 'uncaught: uncaught on purpose',
      attributes: {
        'exception.type': 'Error',
        'exception.message': 'uncaught on purpose',
        'lipservice.origin': 'uncaughtException',
      },
    })
  })

  it('is not held by a backend that hangs for more than about a second', async () => {
    posthog.answer(() => ({ misbehave: 'hang' }))
    const startedAt = Date.now()
    const dead = await runToDeath('exit', { adapter: 'otel', env: env() })
    expect(dead.code).toBe(3)
    expect(Date.now() - startedAt).toBeLessThan(6_000)
  })

  it('over and over, while it logs without a pause, loses no error it had accepted', async () => {
    const spooled = { ...env(), LIPSERVICE_SPOOL_DIR: directory }
    const accepted = new Set<number>()
    const arrived = new Set<number>()
    let received = 0
    /** A million records would not fit into this process. */
    const collect = () => {
      for (const id of idsAt(posthog)) arrived.add(id)
      received += posthog.records.length
      posthog.clear()
    }
    const collecting = setInterval(collect, 200)
    let first = 0
    const kills = atTier({ test: 3, long: 30, soak: 200 })
    for (let kill = 0; kill < kills; kill++) {
      const killAfterMillis = 20 + ((kill * 37) % atTier({ test: 400, long: 400, soak: 1_100 }))
      const dead = await runToDeath('forever', {
        adapter: kill % 2 === 0 ? 'otel' : 'pino',
        env: spooled,
        first,
        killAfterMillis,
      })
      expect(dead.signal).toBe('SIGKILL')
      for (const id of dead.accepted) accepted.add(id)
      first = Math.max(first, ...dead.accepted.slice(-1)) + 10_000
    }
    await runHeir(spooled)
    clearInterval(collecting)
    collect()
    expect([...accepted].filter((id) => !arrived.has(id)).length).toBe(0)
    if (SOAK) console.log(`${accepted.size} errors accepted, ${received} received`)
  }, 1_800_000)
})
