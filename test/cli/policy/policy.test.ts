import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { policyDiff } from '../../../src/cli/policy/policy-diff.js'
import { policyWords } from '../../../src/cli/policy/policy-words.js'
import { POLICY_SCHEMA, type Policy, parsePolicy } from '../../../src/protocol/policy.js'
import { startFakeLipService } from '../../../src/testing.js'
import { runCli } from '../support/run-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'lipservice-policy-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

function fileOf(document: unknown): string {
  const file = join(folder, `policy-${files++}.json`)
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document))
  return file
}

const ID = 'c178fbb9bf4271ab'
const POLICY = {
  version: 7,
  mode: 'active',
  global_rate: 0.5,
  pattern_rates: { [ID]: 0.01 },
  budget: { bytes_per_second: 1e6 },
}

describe('lipservice policy show', () => {
  it('says in words what a policy of a file does', async () => {
    const { code, out } = await runCli(['policy', 'show', fileOf(POLICY)])
    expect(code).toBe(0)
    expect(out).toContain('Policy version 7')
    expect(out).toContain('of all records at most 50 % are kept')
    expect(out).toContain('this instance may keep 1 MB a second, 86.4 GB a day')
    expect(out).toMatch(new RegExp(`${ID} +1 %`))
  })

  it('has words for each field of a policy that is said to people, and shows no key', () => {
    const whole: Policy = {
      ...(POLICY as Policy),
      severity_rates: { DEBUG: 0.1 },
      anomaly_boost: 2,
      reasoning: 'because',
      generated_by: 'loop',
      llm_model: 'a model',
      signature_version: 3,
      service: 'shop',
      team_id: 1,
      issued_at: '2026-01-01T00:00:00Z',
      expires_at: '2026-01-02T00:00:00Z',
      refresh_seconds: 30,
      pattern_values: { [ID]: 2 },
      keep_patterns: [ID],
      keep_first: { count: 2, per_seconds: 60 },
      trace_key: '0123456789abcdef',
      incident_until: '2026-01-01T00:10:00Z',
      merge_rules: [{ template: 'user <+> logged in' }],
      word_families: [{ template: 'search <+>', severity: 'INFO' }],
    }
    expect(parsePolicy(whole).ok).toBe(true)
    const said = policyWords(whole)
    const silent = ['version', 'pattern_checks', 'merge_rules_version', 'rules']
    expect(said.map(({ field }) => field).sort()).toEqual(
      Object.keys(POLICY_SCHEMA.properties!)
        .filter((name) => !silent.includes(name))
        .sort(),
    )
    expect(JSON.stringify(said)).not.toContain('0123456789abcdef')
  })

  it('fetches the one of a server, and says who is missing or refuses', async () => {
    const server = await startFakeLipService({ policy: POLICY })
    const env = { LIPSERVICE_URL: server.url, LIPSERVICE_API_KEY: server.apiKey, OTEL_SERVICE_NAME: 'shop' }
    expect((await runCli(['policy', 'show'], { env })).out).toContain('Policy version 7')
    expect(JSON.parse((await runCli(['policy', 'show', '--json'], { env })).out)).toEqual(POLICY)
    const wrong = await runCli(['policy', 'show'], { env: { ...env, LIPSERVICE_API_KEY: 'lsk_wrong_key_0123' } })
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toMatch(/answered 401; check LIPSERVICE_API_KEY/)
    expect(wrong.err).not.toContain('wrong_key')
    expect((await runCli(['policy', 'show'], { env: { LIPSERVICE_URL: server.url } })).err).toContain('which service?')
    expect((await runCli(['policy', 'show'])).err).toContain('which server?')
    server.setPolicy(undefined)
    expect((await runCli(['policy', 'show'], { env })).err).toContain('has no policy for shop yet')
    await server.close()
  })
})

describe('where the patterns of a policy are logged', () => {
  const CHECK = '8c2fcd17a28a72a3'
  const patternsOf = (site: string) => ({
    total: 1,
    patterns: [{ signature: ID, check: CHECK, template: 'cart <*> priced', call_site: site }],
  })

  /** Answers as a server does to what a command asks. */
  async function shown(status: number, body: object): Promise<string> {
    const server = createServer((request, response) => {
      const isPolicy = request.url!.includes('/policies/')
      response.writeHead(isPolicy ? 200 : status, { 'content-type': 'application/json', etag: '"7"' })
      response.end(JSON.stringify(isPolicy ? POLICY : body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const env = {
      LIPSERVICE_URL: `http://127.0.0.1:${port}`,
      LIPSERVICE_API_KEY: 'lsk_a_key',
      OTEL_SERVICE_NAME: 'shop',
    }
    const { code, out } = await runCli(['policy', 'show'], { env })
    server.close()
    expect(code).toBe(0)
    return out
  }

  it('is shown as far as the server says it', async () => {
    expect(await shown(200, patternsOf('src/pay.ts:42'))).toMatch(new RegExp(`${ID} +1 % .*src/pay\\.ts:42`))
    expect(await shown(200, patternsOf('a\u001b[31mb\u0007'))).not.toMatch(/[\u001b\u0007]/)
  })

  it.each([
    [403, {}],
    [404, {}],
    [200, { patterns: 'none' }],
  ])('is left out where the answer is %i %j', async (status, body) => {
    const out = await shown(status, body)
    expect(out).toMatch(new RegExp(`${ID} +1 %`))
    expect(out).not.toContain('logged at')
  })
})

describe('lipservice policy check', () => {
  it.each([
    [POLICY, 0, /version 7 is as it should be/],
    [{ version: 1, global_rate: 7 }, 1, /global_rate must be a number 0–1; got 7/],
    [{ version: 1, severity_rates: { DEBUG: -1 } }, 1, /severity_rates\.DEBUG must be a number 0–1; got -1/],
    [{ global_rate: 1 }, 1, /version is missing/],
    [{ version: 1, keep_patterns: [ID] }, 1, /keep_patterns\[0\] keeps nothing: pattern_checks has no check of it/],
    [{ version: 1, keep_patterns: [ID], pattern_checks: 'jC/NF6KKcqM=' }, 0, /as it should be/],
    [{ version: 1, global_rates: 0.5 }, 1, /nobody reads global_rates; did you mean global_rate\?/],
    [
      { version: 1, severity_rates: { WARN: 0.5 } },
      1,
      /nobody reads severity_rates\.WARN; did you mean severity_rates|nobody reads severity_rates\.WARN/,
    ],
    ['{', 2, /is not JSON/],
    ['[]', 1, /the document must be an object/],
  ])('of %j ends with %i', async (document, code, said) => {
    const result = await runCli(['policy', 'check', fileOf(document)])
    expect(result.code).toBe(code)
    expect(result.out + result.err).toMatch(said)
  })

  it('checks all files that are named', async () => {
    const { code, out } = await runCli(['policy', 'check', fileOf(POLICY), fileOf({ version: -1 })])
    expect(code).toBe(1)
    expect(out.trim().split('\n')).toHaveLength(2)
  })

  it('writes nothing of a document that could move a cursor', async () => {
    const { out } = await runCli(['policy', 'check', fileOf({ version: 1, '\u001b[2J\u202eevil': 1 })])
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  })
})

describe('lipservice policy diff', () => {
  it('says in words what changed, and ends as diff does', async () => {
    const before = fileOf(POLICY)
    const after = fileOf({
      ...POLICY,
      version: 8,
      global_rate: 0.25,
      pattern_rates: { '0000000000000001': 1 },
      keep_patterns: [ID],
    })
    const { code, out } = await runCli(['policy', 'diff', before, after])
    expect(code).toBe(1)
    expect(out.trim().split('\n')).toEqual([
      '~ global_rate: of all records at most 25 % are kept (before: of all records at most 50 % are kept)',
      '+ pattern_rates: 0000000000000001: at most 100 %',
      `- pattern_rates: ${ID}: no longer at most 1 %`,
      `+ keep_patterns: ${ID} is kept whole`,
    ])
    expect(await runCli(['policy', 'diff', before, before])).toMatchObject({ code: 0, out: 'They say the same.\n' })
  })

  it('compares a file with what a server has', async () => {
    const server = await startFakeLipService({ policy: { ...POLICY, mode: 'shadow' } })
    const env = { LIPSERVICE_URL: server.url, LIPSERVICE_API_KEY: server.apiKey, OTEL_SERVICE_NAME: 'shop' }
    const { out } = await runCli(['policy', 'diff', fileOf(POLICY)], { env })
    expect(out).toContain('~ mode: shadow: all is sent')
    await server.close()
  })

  it('finds no change between equal policies, and one between others, whatever they say', () => {
    const rates = fc.dictionary(fc.stringMatching(/^[0-9a-f]{16}$/), fc.double({ min: 0, max: 1, noNaN: true }), {
      maxKeys: 5,
    })
    const policies = fc.record({
      version: fc.constant(1),
      pattern_rates: rates,
      keep_patterns: fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{16}$/), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(policies, policies, (a, b) => {
        expect(policyDiff(a, structuredClone(a))).toEqual([])
        const there = policyDiff(a, b)
        const back = policyDiff(b, a)
        expect(there).toHaveLength(back.length)
        expect(there.filter(({ kind }) => kind === 'added')).toHaveLength(
          back.filter(({ kind }) => kind === 'removed').length,
        )
      }),
    )
  })
})

describe('lipservice policy pull', () => {
  it('writes the document as it came, for its owner alone', async () => {
    const server = await startFakeLipService({ policy: POLICY })
    const env = { LIPSERVICE_API_KEY: server.apiKey }
    const file = join(folder, 'pulled.json')
    const args = ['policy', 'pull', '--url', server.url, '--service', 'shop']
    expect(await runCli([...args, '--out', file], { env })).toMatchObject({ code: 0, out: '' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(POLICY)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o644)
    await runCli([...args, '--out', file], { env })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse((await runCli(args, { env })).out)).toEqual(POLICY)
    server.setPolicy({ version: 'x' })
    expect((await runCli(args, { env })).err).toContain('no policy that an SDK takes: version must be an integer')
    await server.close()
  })
})

describe('lipservice explain', () => {
  it('says why a line is kept as the first of its pattern, and what becomes of the many', async () => {
    const { code, out } = await runCli([
      'explain',
      '{"level":30,"msg":"order 4711 placed"}',
      '--policy',
      fileOf({ version: 1, global_rate: 0.02 }),
    ])
    expect(code).toBe(0)
    const [first = '', later = ''] = out.split('After ten minutes')
    expect(first).toMatch(/"order <\*> placed": kept \((first|novel)\)/)
    expect(later).toMatch(/kept with probability 0\.0/)
    expect(later).toMatch(/→ /)
  })

  it('says that an error is kept whatever a policy says', async () => {
    const { out } = await runCli([
      'explain',
      '{"level":50,"msg":"payment failed","err":{"type":"Error","message":"no","stack":"Error: no"}}',
      '--policy',
      fileOf({ version: 1, global_rate: 0 }),
      '--json',
    ])
    const { later } = JSON.parse(out)
    expect(later).toMatchObject({ outcome: 'keep', reason: 'error' })
  })

  it('asks the server that is named', async () => {
    const server = await startFakeLipService({ policy: { version: 1, mode: 'off' } })
    const env = { LIPSERVICE_URL: server.url, LIPSERVICE_API_KEY: server.apiKey, OTEL_SERVICE_NAME: 'shop' }
    const { out } = await runCli(['explain', 'GET / 200'], { env })
    expect(out).toMatch(/off/)
    await server.close()
  })

  it.each([
    [['explain', ' '], /nothing in this line/],
    [['explain', 'x', '--rate', '1e9'], /--rate must be a number/],
    [['explain'], /LINE/],
  ])('%j is refused', async (args, said) => {
    const { code, err } = await runCli(args)
    expect(code).toBe(2)
    expect(err).toMatch(said)
  })
})
