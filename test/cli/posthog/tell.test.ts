import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { type ScriptedServer, startScriptedServer } from '../../../src/testing/scripted-server.js'
import { runCli } from '../support/run-cli.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const PROJECT_KEY = 'phc_0123456789abcdefghijABCDEFGHIJ'
const HOUR = 3_600
const NOW = Math.floor(Date.now() / 1_000 / HOUR) * HOUR

/** A LipService server's answers, in its own shapes: `server/test/imports/from-posthog.test.ts` asks a real one. */
async function startServer(services: readonly string[]): Promise<ScriptedServer> {
  const server = await startScriptedServer(0, async ({ path, headers }) => {
    if (headers['authorization'] !== 'Bearer ls_read') return { status: 401, body: '{}' }
    const { pathname, searchParams } = new URL(path, 'http://server')
    const json = (value: unknown) => ({ status: 200, body: JSON.stringify(value) })
    const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))]
    switch (pathname) {
      case '/api/v1/settings':
        return json({ team_id: 7, usd_per_gb: 0.25 })
      case '/api/v1/savings':
        return json({ services: services.map((service) => ({ service, seen: 1 })) })
      case '/api/v1/savings/timeline':
        return json({
          points: Array.from({ length: Math.ceil((to - from) / HOUR) }, (_, i) => ({
            time: Math.ceil(from / HOUR) * HOUR + i * HOUR,
            service: searchParams.get('service'),
            seen: 100,
            kept: 10,
            bytes: 1e9,
            billed_bytes: 1e8,
            relative_standard_error: null,
          })),
        })
      case '/api/v1/audit':
        return json({
          entries: [
            {
              id: 2,
              at: NOW - HOUR,
              actor: 'rollouts',
              action: 'policy.active',
              service: 'shop',
              reason: '',
              detail: { version: 3 },
            },
            {
              id: 1,
              at: NOW - HOUR,
              actor: 'rollouts',
              action: 'policy.draft',
              service: 'shop',
              reason: '',
              detail: { version: 3 },
            },
          ],
        })
      case '/api/v1/incidents':
        return json({ incidents: [{ id: 5, service: 'shop', opened_at: NOW - HOUR, resolved_at: null }] })
      default:
        return { status: 404, body: '{}' }
    }
  })
  onTestFinished(() => server.close())
  return server
}

async function start(options: FakePostHogApiOptions = {}, services = ['shop', 'api']) {
  const fake = await startFakePostHogApi({ personalApiKey: KEY, projectApiKey: PROJECT_KEY, ...options })
  onTestFinished(() => fake.close())
  const server = await startServer(services)
  const env = {
    POSTHOG_PERSONAL_API_KEY: KEY,
    POSTHOG_API_KEY: PROJECT_KEY,
    POSTHOG_APP_HOST: fake.url,
    POSTHOG_PROJECT_ID: fake.project,
    LIPSERVICE_URL: server.url,
    LIPSERVICE_API_KEY: 'ls_read',
    XDG_CONFIG_HOME: '/nonexistent',
  }
  return { fake, run: (...args: string[]) => runCli(['posthog', ...args], { env }), env }
}

const written = ({ requests }: FakePostHogApi) =>
  requests.filter(({ method, path }) => method !== 'GET' && !path.includes('/query/')).length

describe('lipservice posthog tell', () => {
  it('tells each hour of each service once, marks what happened, and a second run writes nothing', async () => {
    const { fake, run } = await start()
    const planned = await run('tell', '--dry-run')
    expect(planned).toMatchObject({ code: 0, err: '' })
    expect(planned.out).toContain('2 services in 24 hours: 48 events.')
    expect(written(fake)).toBe(0)

    const bare = await run('tell')
    expect(bare).toMatchObject({ code: 0, err: '' })
    expect(bare.out).toContain('0 were there before; 48 were sent.')
    expect(bare.out).toContain('There is no dashboard')
    expect(fake.events[0]!.properties).toMatchObject({
      source: 'team 7',
      saved_usd: 0.225,
      price_source: expect.any(String),
    })

    await run('dashboard')
    expect((await run('tell')).out).toContain('2 marks on the dashboard changed.')
    expect(fake.annotations.map(({ content }) => String(content).replace(/ \[.*/, ''))).toEqual([
      'shop: policy 3 is in force',
      'shop: an incident began',
    ])
    const before = written(fake)
    expect((await run('tell')).out).toContain('48 were there before; 0 were sent.')
    expect(written(fake)).toBe(before)
  })

  it('says what PostHog took and threw away', async () => {
    const { run } = await start({ switches: { eventsOverQuota: true } })
    const { code, out } = await run('tell', '--wait', '0')
    expect(code).toBe(4)
    expect(out).toContain('48 were taken by PostHog and thrown away; they were sent once more, and 48 are not there.')
    expect(JSON.parse((await run('tell', '--wait', '0', '--json')).out)).toMatchObject({ dropped: 48, lost: 48 })
  })

  it('stays within the events of a day', async () => {
    const { fake, run } = await start(
      {},
      Array.from({ length: 5 }, (_, i) => `service-${i}`),
    )
    expect(JSON.parse((await run('tell', '--events-per-day', '48', '--json')).out)).toMatchObject({
      events: 48,
      sent: 48,
    })
    const services = new Set(fake.events.map(({ properties }) => properties['service']))
    expect(services).toEqual(new Set(['service-0', 'other']))
  })

  it('says what is missing: a project key, a server, a key of it', async () => {
    const { env } = await start()
    const run = (more: Record<string, string>) => runCli(['posthog', 'tell'], { env: { ...env, ...more } })
    expect(await run({ POSTHOG_API_KEY: '' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('POSTHOG_API_KEY'),
    })
    expect(await run({ LIPSERVICE_URL: '' })).toMatchObject({ code: 2, err: expect.stringContaining('LIPSERVICE_URL') })
    expect(await run({ LIPSERVICE_API_KEY: 'ls_wrong' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('scope read'),
    })
  })
})

describe('lipservice posthog toggle', () => {
  it('makes the switch once, says what people made of it, and never writes over that', async () => {
    const { fake, run } = await start()
    expect((await run('toggle', '--dry-run')).out).toContain('1 changes would be made: nothing was written.')
    expect(written(fake)).toBe(0)
    const made = await run('toggle')
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain('It says on: own switches count.')
    expect(made.out).toContain(`${fake.url}/project/1/feature_flags/1`)
    Object.assign(fake.featureFlags[0]!['filters'] as object, {
      payloads: { true: '{"mode":"shadow","services":{"shop":"off"}}' },
    })
    const again = await run('toggle')
    expect(again.out).toContain('It says shadow')
    expect(again.out).toContain('For shop it says off: all is kept.')
    expect(again.out).toContain('0 changes made.')
    expect(JSON.parse((await run('toggle', '--json')).out)).toMatchObject({
      writes: 0,
      says: { state: 'set', mode: 'shadow', services: { shop: 'off' } },
    })
    expect((await run('toggle', '--remove')).out).toContain('1 change made.')
    expect((await run('toggle', '--remove')).out).toContain('0 changes made.')
  })

  it('leaves a flag that somebody else made, until --force', async () => {
    const { fake, run } = await start()
    await run('toggle')
    Object.assign(fake.featureFlags[0]!, { name: 'Ours' })
    expect((await run('toggle', '--remove')).out).toContain('It was not made by LipService')
    expect(fake.featureFlags[0]!['deleted']).toBe(false)
    await run('toggle', '--remove', '--force')
    expect(fake.featureFlags[0]!['deleted']).toBe(true)
  })

  it('names the scope that is missing', async () => {
    const { run } = await start({ scopes: ['query:read'] })
    expect(await run('toggle')).toMatchObject({ code: 3, err: expect.stringContaining('feature_flag:read') })
  })
})

describe('lipservice posthog disconnect --remove', () => {
  it('leaves nothing that LipService made, and all that others made, by one command', async () => {
    const { fake, run } = await start()
    for (const command of ['dashboard', 'toggle', 'tell']) await run(command)
    const planned = await run('disconnect', '--remove', '--dry-run')
    expect(planned).toMatchObject({ code: 0, err: '' })
    const before = written(fake)
    const gone = await run('disconnect', '--remove')
    expect(gone).toMatchObject({ code: 0, err: '' })
    expect(gone.out).toContain('Marks of policies and incidents: 2 changes made.')
    expect(gone.out).toContain('Events that were told stay')
    expect(written(fake)).toBeGreaterThan(before)
    for (const items of [fake.dashboards, fake.insights, fake.annotations, fake.featureFlags])
      expect(items.filter(({ deleted }) => deleted !== true)).toEqual([])
    expect(fake.logViews).toEqual([])
    const rest = await run('disconnect', '--remove')
    expect(rest.out).toContain('The feature flag that is the switch: 0 changes made.')
  })

  it('one right that is missing keeps neither the rest nor the truth', async () => {
    const { fake, run } = await start()
    for (const command of ['dashboard', 'toggle']) await run(command)
    fake.scopes.delete('feature_flag:write')
    fake.scopes.add('feature_flag:read')
    const { code, out, err } = await run('disconnect', '--remove')
    expect(code).toBe(3)
    expect(out).toContain('The feature flag that is the switch: not removed.')
    expect(err).toContain('feature_flag:write')
    expect(fake.dashboards[0]!['deleted']).toBe(true)
  })
})
