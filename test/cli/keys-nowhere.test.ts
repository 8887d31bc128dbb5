import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandContext } from '../../src/cli/command/command-context.js'
import { describeCommands, flattened } from '../../src/cli/help/described.js'
import { connectionFile, writeConnection } from '../../src/cli/posthog/connection/config-file.js'
import { commandsOf } from '../../src/cli/run.js'
import { type IncomingRequest, type ScriptedServer, startScriptedServer } from '../../src/testing/scripted-server.js'
import { atTier } from '../support/tier.js'
import { runCli } from './support/run-cli.js'

const BODY = '0123456789abcdefghijABCDEFGHIJ'
/** One of each shape, in the place where it belongs. */
const KEYS = {
  POSTHOG_PERSONAL_API_KEY: `phx_${BODY}`,
  POSTHOG_API_KEY: `phc_${BODY}`,
  LIPSERVICE_API_KEY: `lsk_0123456789abcdef_${'0123456789abcdef'.repeat(4)}`,
}
const [ACCESS, REFRESH] = [`pha_${BODY}`, `phr_${BODY}`]
const PLANTED = [...Object.values(KEYS), ACCESS, REFRESH, `phs_${BODY}`]
const PLANTED_PART = '01234567'

const TABLE = await commandsOf({} as CommandContext, () => {})
const LEAVES = flattened(describeCommands(TABLE)).filter(({ subCommands }) => subCommands.length === 0)

let folder: string
let log: string
let policy: string
const line = `POST /pay with ${KEYS.POSTHOG_PERSONAL_API_KEY} and token=${ACCESS}`
/** How each command is called so that it does what it is for. */
const CALLS: Readonly<Record<string, () => readonly string[]>> = {
  analyze: () => [log, '--examples', '--advice'],
  simulate: () => [log, '--budget', '1/s'],
  init: () => [folder],
  doctor: () => [folder],
  'policy show': () => [],
  'policy diff': () => [policy],
  'policy check': () => [policy],
  'policy pull': () => [],
  explain: () => [line],
  wish: () => [`keep "${line}"`, '--yes'],
  'spool list': () => [folder],
  'spool show': () => [folder],
  'spool send': () => [folder],
  'spool drop': () => [folder],
  'posthog connect': () => [],
  'posthog doctor': () => ['--record', join(folder, 'shapes')],
  'posthog disconnect': () => ['--remove', '--dry-run'],
  'posthog savings': () => ['--hours', '1'],
  'posthog import': () => ['--hours', '1'],
  'posthog dashboard': () => [],
  'posthog tell': () => [],
  'posthog toggle': () => [],
  'posthog rules': () => ['--policy', policy, '--service', 'shop'],
  completions: () => ['bash'],
}
/** What it reads from a stream goes on as it came: it stands in the pipe of an app, and is none of its business. */
const PIPES = ['tail']

const STATUSES = [200, 400, 401, 403, 404, 409, 413, 422]

/** What is asked again takes seconds: few of all. */
const ASKED_AGAIN = [302, 503]
const statuses = fc.oneof(
  { arbitrary: fc.constantFrom(...STATUSES), weight: 40 },
  { arbitrary: fc.constantFrom(...ASKED_AGAIN), weight: atTier({ test: 0, long: 1, soak: 10 }) },
)

/** PostHog and a LipService server in one, which tell everybody what they were told. */
const echoing =
  (status: number, before: string, after: string) =>
  ({ headers, path, body }: IncomingRequest) => {
    const told = `${before} ${headers['authorization']} ${path} ${body.toString('utf8')} ${PLANTED.join(' ')} ${after}`
    const words = { detail: told, error: told, message: told, code: told, title: told, type: told, results: [told] }
    return {
      status,
      headers: { 'content-type': 'application/json', location: `http://127.0.0.1:9/?key=${PLANTED[0]}` },
      body: status === 404 ? `<html>${told}</html>` : JSON.stringify(words),
    }
  }

function filesOf(of: string): string[] {
  return readdirSync(of, { recursive: true, encoding: 'utf8' })
    .map((name) => join(of, name))
    .filter((name) => statSync(name).isFile() && !name.endsWith('posthog.json') && !name.startsWith(log))
}

describe('no key of any shape', () => {
  let server: ScriptedServer
  let env: Readonly<Record<string, string>>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lipservice-keys-'))
    server = await startScriptedServer(0, () => ({ status: 404 }))
    log = join(folder, 'app.ndjson')
    policy = join(folder, 'policy.json')
    const lines = PLANTED.flatMap((key) =>
      [1, 2, 3].map((i) => JSON.stringify({ level: 'error', service: 'shop', time: i, msg: `${line} ${key}`, key })),
    )
    writeFileSync(log, `${lines.join('\n')}\nnot json but ${KEYS.POSTHOG_API_KEY}\n`)
    writeFileSync(policy, JSON.stringify({ reasoning: `by ${KEYS.LIPSERVICE_API_KEY}`, global_rate: 0.5 }))
    mkdirSync(join(folder, 'state'))
    env = {
      ...KEYS,
      POSTHOG_HOST: server.url,
      POSTHOG_APP_HOST: server.url,
      POSTHOG_PROJECT_ID: '1',
      LIPSERVICE_URL: server.url,
      OTEL_SERVICE_NAME: 'shop',
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_STATE_HOME: join(folder, 'state'),
    }
    writeConnection(connectionFile(env), {
      host: server.url,
      project: '1',
      client_id: 'https://example.com/client.json',
      token_endpoint: `${server.url}/oauth/token/`,
      access_token: ACCESS,
      refresh_token: REFRESH,
      expires_at: 0,
      scopes: [],
    })
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is looked for in every command but those that pass a stream on', () => {
    expect([...Object.keys(CALLS), ...PIPES].toSorted()).toEqual(LEAVES.map(({ path }) => path).toSorted())
  })

  it('is in what a command says or writes, whatever servers say to it of the keys that they were given', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...LEAVES.map(({ path }) => path).filter((path) => !PIPES.includes(path))),
        statuses,
        fc.string({ maxLength: 300 }),
        fc.string({ maxLength: 300 }),
        fc.boolean(),
        fc.boolean(),
        async (path, status, before, after, byBrowser, asJson) => {
          server.script(echoing(status, before, after))
          const { POSTHOG_PERSONAL_API_KEY: _, ...without } = env
          const takesJson = LEAVES.find((leaf) => leaf.path === path)!.args.some(({ name }) => name === 'json')
          const args = [...path.split(' '), ...CALLS[path]!(), ...(asJson && takesJson ? ['--json'] : [])]
          const { code, out, err } = await runCli(args, { env: byBrowser ? without : env })
          expect(`${code} ${out}${err}`).not.toContain(PLANTED_PART)
          for (const file of filesOf(folder).filter((name) => name !== policy))
            expect(readFileSync(file, 'utf8'), file).not.toContain(PLANTED_PART)
        },
      ),
      { numRuns: atTier({ test: 12, long: 300, soak: 2_000 }), seed: 25 },
    )
  }, 300_000)

  it('can be given on a command line, and one that is all the same is in no complaint', async () => {
    const named = LEAVES.filter(({ path }) => !PIPES.includes(path)).flatMap(({ path, args }) =>
      args.filter(({ name }) => /key|token|secret/.test(name)).map(() => path),
    )
    expect(named).toEqual([])
    const wrong: (readonly string[])[] = PLANTED.flatMap((key) => [
      [key],
      ['posthog', key],
      ['posthog', 'connect', `--key=${key}`],
      ['posthog', 'connect', '--host', key],
      ['posthog', 'connect', '--project', key],
      ['posthog', 'savings', '--hours', key],
      ['posthog', 'import', '--mode', key],
      ['analyze', key],
      ['simulate', log, '--budget', key],
      ['policy', 'check', key],
      ['init', key],
      ['doctor', key],
      ['completions', key],
      ['spool', 'list', key],
    ])
    for (const args of wrong) {
      const { out, err } = await runCli(args, { env })
      expect(out + err, args.join(' ')).not.toContain(PLANTED_PART)
    }
  }, 60_000)
})
