import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  connectionFile,
  lockOf,
  readConnection,
  writeConnection,
} from '../../../src/cli/posthog/connection/config-file.js'
import { logIn, READ_SCOPES } from '../../../src/cli/posthog/connection/log-in.js'
import { tokenSource } from '../../../src/cli/posthog/connection/token-source.js'
import { systemClock } from '../../../src/internal/clock.js'
import { systemTimers } from '../../../src/internal/timer.js'
import {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { runCli } from '../support/run-cli.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const CLIENT = 'https://example.com/oauth-client.json'
const clock = { ...systemClock, ...systemTimers }
const never = new AbortController().signal

async function start(options: FakePostHogApiOptions = {}): Promise<FakePostHogApi> {
  const fake = await startFakePostHogApi({ personalApiKey: KEY, ...options })
  onTestFinished(() => fake.close())
  return fake
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lipservice-connection-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const envOf = (fake: FakePostHogApi, folder = newFolder()) => ({
  POSTHOG_PERSONAL_API_KEY: KEY,
  POSTHOG_APP_HOST: fake.url,
  POSTHOG_PROJECT_ID: fake.project,
  XDG_CONFIG_HOME: folder,
})

describe('posthog connect', () => {
  it('says what a key can do, and keeps nothing', async () => {
    const fake = await start()
    const env = envOf(fake)
    const { code, out, err } = await runCli(['posthog', 'connect'], { env })
    expect({ code, err }).toEqual({ code: 0, err: 'Nothing is kept: the key stays in POSTHOG_PERSONAL_API_KEY.\n' })
    expect(out).toContain('A key of somebody@example.com.')
    expect(out).toMatch(/HogQL over logs +query:read +yes/)
    expect(out).toMatch(/your prices +billing:read +yes +2 tiers/)
    expect(readdirSync(env.XDG_CONFIG_HOME)).toEqual([])
  })

  it('names the scope that is missing, and what does not work without it', async () => {
    const fake = await start({ scopes: ['logs:read', 'user:read'], switches: { patterns: 'absent' } })
    const { code, out } = await runCli(['posthog', 'connect'], { env: envOf(fake) })
    expect(code).toBe(0)
    expect(out).toMatch(/HogQL over logs +query:read +no right +history comes from the logs endpoints/)
    expect(out).toMatch(/services +logs:read +yes/)
  })

  it('says that a column is not there', async () => {
    const fake = await start({ switches: { patterns: 'absent' } })
    const { out } = await runCli(['posthog', 'connect', '--json'], { env: envOf(fake) })
    const { capabilities } = JSON.parse(out)
    expect(capabilities.find(({ name }: { name: string }) => name === 'patterns_stored')).toMatchObject({
      outcome: 'refused',
    })
    expect(capabilities.find(({ name }: { name: string }) => name === 'query')).toMatchObject({ outcome: 'ok' })
  })

  it.each([
    ['a wrong key', { POSTHOG_PERSONAL_API_KEY: 'phx_ZZZZZZZZZZZZZZZZZZZZZZZZZ' }, 3, 'does not take the key'],
    ['no key', { POSTHOG_PERSONAL_API_KEY: '' }, 2, 'which key?'],
    ['no project', { POSTHOG_PROJECT_ID: '' }, 2, 'which project?'],
    ['the key of a project', { POSTHOG_PERSONAL_API_KEY: 'phc_ZZZZZZZZZZZZZZZZZZZZZZZZZ' }, 2, 'can only send'],
    ['a host that is none', { POSTHOG_APP_HOST: 'asia' }, 2, "host must be 'us', 'eu'"],
  ])('ends at %s, and says nothing of a key', async (_, env, expected, words) => {
    const fake = await start()
    const { code, out, err } = await runCli(['posthog', 'connect'], { env: { ...envOf(fake), ...env } })
    expect(code).toBe(expected)
    expect(err).toContain(words)
    expect(out + err).not.toMatch(/0123456789|ZZZZ/)
  })

  it('ends with 5 where PostHog does not answer', async () => {
    const env = { POSTHOG_PERSONAL_API_KEY: KEY, POSTHOG_APP_HOST: 'http://127.0.0.1:9', POSTHOG_PROJECT_ID: '1' }
    expect((await runCli(['posthog', 'connect'], { env: { ...env, XDG_CONFIG_HOME: newFolder() } })).code).toBe(5)
  })
})

/** Logs in as a person would, with a browser that follows where it is sent. */
async function loggedIn(fake: FakePostHogApi, browse: (page: string) => unknown = (page) => fetch(page)) {
  const target = { host: fake.url, project: fake.project, clientId: CLIENT, scopes: READ_SCOPES }
  return logIn(target, clock, never, (page) => void browse(page))
}

describe('a connection by a browser', () => {
  it('asks for reading alone, and gets a token that does', async () => {
    const fake = await start()
    let scopes: string | null = ''
    const answer = await loggedIn(fake, (page) => {
      scopes = new URL(page).searchParams.get('scope')
      return fetch(page)
    })
    if (!('connection' in answer)) throw new Error(answer.problem)
    expect(scopes).toBe('logs:read query:read billing:read user:read')
    const folder = newFolder()
    const env = { POSTHOG_APP_HOST: '', XDG_CONFIG_HOME: folder }
    writeConnection(connectionFile(env), answer.connection)
    const { code, out } = await runCli(['posthog', 'doctor'], { env })
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/dashboards +dashboard:read +no right/) })
    expect(out).not.toContain('pha_')
  })

  it('is kept in a file for its owner alone, and removed whole', async () => {
    const env = { XDG_CONFIG_HOME: newFolder() }
    const file = connectionFile(env)
    const connection = {
      host: 'eu',
      project: '1',
      client_id: CLIENT,
      token_endpoint: 'https://oauth.posthog.com/oauth/token/',
      access_token: 'pha_x',
      refresh_token: 'phr_x',
      expires_at: 0,
      scopes: [],
    }
    writeConnection(file, connection)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readConnection(file)).toEqual(connection)
    expect(readdirSync(join(env.XDG_CONFIG_HOME, 'lipservice'))).toEqual(['posthog.json'])
    // It goes to whom it is of.
    const elsewhere = await runCli(['posthog', 'doctor', '--host', 'us'], { env })
    expect(elsewhere).toMatchObject({ code: 2, err: expect.stringContaining('connect anew') })
    chmodSync(file, 0o644)
    expect(await runCli(['posthog', 'doctor'], { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('chmod 600'),
    })
    expect((await runCli(['posthog', 'disconnect'], { env })).out).toContain('is removed')
    expect(existsSync(file)).toBe(false)
    expect(await runCli(['posthog', 'disconnect'], { env })).toMatchObject({
      code: 0,
      out: expect.stringContaining('no connection'),
    })
  })

  it('is not one when nobody agrees, when it is stopped, or when the answer is of another question', async () => {
    const fake = await start()
    fake.oauth.consents = false
    expect(await loggedIn(fake)).toEqual({ problem: 'nobody agreed in the browser' })
    const stop = new AbortController()
    const target = { host: fake.url, project: '1', clientId: CLIENT, scopes: READ_SCOPES }
    expect(await logIn(target, clock, stop.signal, () => stop.abort())).toEqual({ problem: 'it was stopped' })
    const statuses: number[] = []
    const forged = async (page: string) => {
      const door = new URL(page).searchParams.get('redirect_uri')!
      for (const answer of ['?code=stolen&state=guessed', '?code=stolen', '/other?code=stolen'])
        statuses.push((await fetch(`${door.replace(/\?.*/, '')}${answer}`)).status)
      stop2.abort()
    }
    const stop2 = new AbortController()
    expect(await logIn(target, clock, stop2.signal, (page) => void forged(page))).toEqual({ problem: 'it was stopped' })
    expect(statuses).toEqual([400, 400, 404])
  })

  it('needs a client that can be looked at', async () => {
    const fake = await start()
    const env = { ...envOf(fake), POSTHOG_OAUTH_CLIENT_ID: 'http://example.com' }
    expect(await runCli(['posthog', 'connect', '--browser'], { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('https address'),
    })
    expect(await runCli(['posthog', 'connect', '--browser'], { env: envOf(fake) })).toMatchObject({
      code: 2,
      err: expect.stringContaining('POSTHOG_OAUTH_CLIENT_ID'),
    })
  })

  it('is renewed by one of many, and a token that was used up is not used again', async () => {
    const fake = await start()
    const answer = await loggedIn(fake)
    if (!('connection' in answer)) throw new Error(answer.problem)
    const file = connectionFile({ XDG_CONFIG_HOME: newFolder() })
    writeConnection(file, { ...answer.connection, expires_at: 0 })
    const tokens = await Promise.all([
      tokenSource(file, clock)(),
      tokenSource(file, clock)(),
      tokenSource(file, clock)(),
    ])
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).not.toBe(answer.connection.access_token)
    expect(readConnection(file)).toMatchObject({ access_token: tokens[0] })
    expect(fake.requests.filter(({ path }) => path === '/oauth/token/').map(({ status }) => status)).toEqual([200, 200])
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('waits for a lock, but not for one whose holder was killed', () => {
    const file = join(newFolder(), 'posthog.json')
    const release = lockOf(file, Date.now())
    expect(lockOf(file, Date.now())).toBeUndefined()
    expect(lockOf(file, Date.now() + 120_000)).toBeDefined()
    release?.()
  })
})

describe('posthog doctor', () => {
  it('asks thirty times at most, writes nothing, and records types without values', async () => {
    const fake = await start()
    const secret = 'Mrs Miller 4711'
    fake.addLogs([
      {
        timestamp: Date.now() - 60_000,
        service: 'secret-service',
        body: secret,
        attributes: { 'secret.name': 'secret value' },
      },
    ])
    const folder = join(newFolder(), 'shapes')
    const { code, out, err } = await runCli(['posthog', 'doctor', '--record', folder], { env: envOf(fake) })
    expect({ code, out }).toMatchObject({ code: 0 })
    expect(fake.requests.length).toBeLessThanOrEqual(30)
    expect(err).toContain(`${fake.requests.length} requests; nothing was written.`)
    const written = fake.requests.filter(
      ({ method, path, status }) =>
        method !== 'GET' && status !== 404 && !/\/(query|count|services|sparkline|patterns)\/$/.test(path),
    )
    expect(written).toEqual([])
    const files = readdirSync(folder)
    expect(files).toHaveLength(fake.requests.length)
    const all = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
    for (const value of [secret, 'Miller', 'secret', 'somebody@example.com', KEY, fake.url])
      expect(all).not.toContain(value)
    const services = JSON.parse(readFileSync(join(folder, files.find((name) => name.includes('services'))!), 'utf8'))
    expect(services).toMatchObject({
      method: 'POST',
      path: '/api/projects/:id/logs/services/',
      status: 200,
      request: { query: { dateRange: { date_from: 'string', date_to: 'string' } } },
      response: { services: [{ service_name: 'string', log_count: 'integer' }] },
    })
  })

  it('says what is not as it was', async () => {
    const fake = await start()
    fake.answer(({ path }) => (path.endsWith('/services/') ? { body: '{"services":[{"name":"x"}]}' } : undefined))
    const { code, out } = await runCli(['posthog', 'doctor'], { env: envOf(fake) })
    expect(code).toBe(1)
    expect(out).toMatch(/services +logs:read +changed/)
  })

  it('says that it cannot write where it is told to', async () => {
    const fake = await start()
    const file = join(newFolder(), 'a-file')
    writeFileSync(file, '')
    expect(await runCli(['posthog', 'doctor', '--record', file], { env: envOf(fake) })).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be made'),
    })
  })
})
