import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createControlPlaneClient } from '../../src/control-plane/client.js'
import { type ConnectedEngine, createConnectedEngine } from '../../src/engine/connected-engine.js'
import { resolveSamplingOptions } from '../../src/options/resolve-options.js'
import { type FakeLipService, ManualClock, seededRandom, startFakeLipService } from '../../src/testing.js'
import { jumpingClock } from '../support/jumping-clock.js'
import { recordingDiag } from '../support/quiet-diag.js'

const SECOND = 1_000
const DAY = 86_400_000
const NOISE = { severityNumber: 9, body: 'noise 1' }
const KEY = 'lipservice-very-secret-key'

describe('the policy channel', () => {
  let server: FakeLipService
  let folder: string
  let clock: ManualClock
  let wall: ReturnType<typeof jumpingClock>
  let cores: ConnectedEngine[]
  let said: string[]

  const start = (options = {}, env = {}) => {
    const { diag, said: words } = recordingDiag()
    said = words
    const resolved = resolveSamplingOptions(
      {
        serviceName: 'shop',
        lipserviceUrl: server.url,
        lipserviceApiKey: KEY,
        policyCacheFile: join(folder, 'policy'),
        ...options,
      },
      env,
    )
    const core = createConnectedEngine(resolved, { clock: wall, timers: clock, random: seededRandom(1), diag })
    cores.push(core)
    return core
  }
  const stop = async (core: ConnectedEngine) => {
    cores = cores.filter((other) => other !== core)
    await core.stop({ timeoutMillis: SECOND })
  }
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise((resolve) => setImmediate(resolve))
  }
  /** A life of a process that ends with the server's policy on disk. */
  const remember = async (policy: object) => {
    server.setPolicy(policy)
    const core = start()
    core.start()
    await until(() => core.policy().source === 'remote')
    await stop(core)
    return core
  }

  beforeEach(async () => {
    server = await startFakeLipService({ apiKey: KEY })
    folder = mkdtempSync(join(tmpdir(), 'lipservice-channel-'))
    clock = new ManualClock()
    wall = jumpingClock(clock)
    cores = []
  })
  afterEach(async () => {
    for (const core of cores) await stop(core)
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('starts with the cached policy before the first record is decided, until the server confirms it', async () => {
    await remember({ version: 4, global_rate: 0.25 })
    clock.advance(5 * SECOND)
    const core = start()
    expect(core.policy()).toMatchObject({ source: 'cache', version: 4, ageMillis: 5 * SECOND })
    expect(core.explain(NOISE).steps).toEqual(expect.anything())
    for (let i = 0; i < 100; i++) core.pipeline.sample(NOISE)
    expect(core.explain(NOISE).probability).toBe(0.25)
    const before = server.policyRequests
    const etags: unknown[] = []
    server.answer((request) => {
      etags.push(request.headers['if-none-match'])
      return undefined
    })
    core.start()
    await until(() => core.policy().source === 'remote')
    expect(core.policy().version).toBe(4)
    expect(server.policyRequests).toBe(before + 1)
    expect(etags).toEqual([expect.stringMatching(/^"/)])
  })

  it('goes on from the cache while the server is down, and replaces it when a newer policy comes', async () => {
    await remember({ version: 4 })
    server.answer([{ status: 500 }])
    const core = start()
    core.start()
    await until(() => core.policy().lastProblem !== undefined)
    expect(core.policy()).toMatchObject({ source: 'cache', version: 4 })
    server.setPolicy({ version: 5 })
    clock.advance(5 * SECOND)
    await until(() => core.policy().source === 'remote')
    expect(core.policy()).toMatchObject({ version: 5, ageMillis: 0 })
    await stop(core)
    expect(start().policy()).toMatchObject({ source: 'cache', version: 5 })
  })

  it('does not start with a cache that expired meanwhile, or of another service', async () => {
    await remember({ version: 4, expires_at: new Date(clock.now() + DAY).toISOString() })
    expect(start({ serviceName: 'other' }).policy().source).toBe('local')
    expect(start().policy().source).toBe('cache')
    wall.jump(DAY)
    expect(start().policy().source).toBe('local')
    expect(said).toHaveLength(1)
  })

  it('lets a policy go that expired while the machine was suspended, with the next interval', async () => {
    await remember({ version: 4, refresh_seconds: 3_600, expires_at: new Date(clock.now() + DAY).toISOString() })
    const core = start()
    core.pipeline.sample(NOISE)
    wall.jump(2 * DAY)
    expect(core.policy().source).toBe('cache')
    clock.advance(11 * SECOND)
    core.pipeline.sample(NOISE)
    expect(core.policy().source).toBe('local')
  })

  it.each([
    ['off', 'disabled'],
    ['shadow', 'adaptive'],
  ])('never thins anything under LIPSERVICE_SAMPLING=%s, whatever the policy says', async (mode, reason) => {
    await remember({ version: 4, mode: 'active', global_rate: 0 })
    const core = start({ allowRemoteSilence: true }, { LIPSERVICE_SAMPLING: mode })
    expect(core.policy()).toMatchObject({ source: 'cache', mode })
    const decisions = Array.from({ length: 1_000 }, () => core.pipeline.sample(NOISE))
    expect(decisions.every(({ keep, weight }) => keep && weight === 1)).toBe(true)
    expect(decisions.at(-1)?.reason).toBe(reason)
    core.start()
    await until(() => core.policy().source === 'remote')
    expect(core.policy().mode).toBe(mode)
    expect(core.pipeline.sample(NOISE).keep).toBe(true)
  })

  it('shows its key in no text', async () => {
    const texts: unknown[] = []
    const answers = [
      { status: 401, body: KEY },
      { status: 500, headers: { 'x-key': KEY } },
      { body: `{"version":"${KEY}"}` },
      { body: KEY },
      { misbehave: 'reset' as const },
    ]
    for (const answer of answers) {
      server.answer([answer])
      const core = start()
      core.start()
      await until(() => core.policy().lastProblem !== undefined)
      texts.push(core, core.policy(), core.stats(), core.reports(), String(core.explain(NOISE)), [...said])
      await stop(core)
    }
    const wrongKey = start({ lipserviceApiKey: `${KEY}\n` })
    wrongKey.start()
    await until(() => wrongKey.policy().lastProblem !== undefined)
    const options = {
      url: 'http://127.0.0.1:1',
      apiKey: KEY,
      serviceName: 's',
      clock: wall,
      diag: recordingDiag().diag,
    }
    const client = createControlPlaneClient(options)
    texts.push(wrongKey.policy(), [...said], client, await client.fetchPolicy())
    texts.push(resolveSamplingOptions({ lipserviceApiKey: KEY }, {}))
    await client.close()
    for (const text of texts) {
      expect(inspect(text, { depth: 10, showHidden: true })).not.toContain(KEY)
      expect(JSON.stringify(text) ?? '').not.toContain(KEY)
      expect(String(text)).not.toContain(KEY)
    }
    expect(texts.flat().filter((text) => typeof text === 'string').length).toBeGreaterThan(5)
  })
})
