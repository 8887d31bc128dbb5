import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHogApi, startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import type { PostHogLogRow } from '../../../src/testing/posthog-api/log-row.js'
import { runCli } from '../support/run-cli.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const HOUR = 3_600_000
const HOSTILE = '</script><script>alert(1)</script> \u001b[2Jbold'

/** Some hours of two services before the whole hour that ended at least 15 minutes ago. */
function rowsOf(hours: number): PostHogLogRow[] {
  const end = Math.floor((Date.now() - 15 * 60_000) / HOUR) * HOUR
  const rows: PostHogLogRow[] = []
  for (let hour = 1; hour <= hours; hour++) {
    const at = (i: number) => end - hour * HOUR + 1 + i * 7_000
    for (let i = 0; i < 400; i++)
      rows.push({ timestamp: at(i), service: 'shop', body: `GET /carts/${i} in ${i % 90} ms` })
    for (let i = 0; i < 30; i++)
      rows.push({ timestamp: at(i), service: 'mail', body: `letter ${i} sent ${HOSTILE}`, severity: 'debug' })
    for (let i = 0; i < 5; i++)
      rows.push({ timestamp: at(i), service: 'shop', body: `card ${i} declined`, severity: 'error' })
  }
  return rows
}

interface SavingsJson {
  readonly hours_read: number
  readonly says: readonly string[]
  readonly price: { readonly source: string; readonly label: string }
  readonly budgets: readonly Record<string, number>[]
  readonly patterns: readonly (Record<string, unknown> & { readonly template: string; readonly records: number })[]
}

describe('lipservice posthog savings', () => {
  let posthog: FakePostHogApi
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-savings-'))
    posthog = await startFakePostHogApi({ personalApiKey: KEY })
    posthog.addLogs(rowsOf(3))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await posthog.close()
  })
  beforeEach(() => {
    for (const scope of ['query:read', 'logs:read', 'billing:read', 'user:read']) posthog.scopes.add(scope)
  })

  const savings = (...args: string[]) =>
    runCli(['posthog', 'savings', '--host', posthog.url, '--project', posthog.project, '--hours', '3', ...args], {
      env: { POSTHOG_PERSONAL_API_KEY: KEY },
    })

  it('says what a budget would save, with every error kept, in money of the bill', async () => {
    const { code, out, err } = await savings('--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const shown = JSON.parse(out) as SavingsJson
    expect(shown).toMatchObject({ hours_read: 3, price: { source: 'billing' } })
    const [fifth, half, tenth] = shown.budgets
    for (const budget of shown.budgets) expect(budget).toMatchObject({ records: 3 * 435, errors: 15, errors_kept: 15 })
    expect(half!['bytes_kept']).toBeGreaterThan(fifth!['bytes_kept']!)
    expect(fifth!['bytes_kept']).toBeGreaterThan(tenth!['bytes_kept']!)
    expect(fifth!['bytes_kept']).toBeLessThan(0.35 * fifth!['bytes_now']!)
    const declined = shown.patterns.find(({ template }) => template.startsWith('card'))
    expect(declined).toMatchObject({ records: 15, records_kept: 15, kept_whole: 'errors', severity: 'ERROR' })
    expect(shown.patterns.reduce((sum, { records }) => sum + records, 0)).toBe(3 * 435)
  })

  it.each([40, 80, 120])('has no line that is wider than %i columns', async (width) => {
    const { out } = await runCli(
      ['posthog', 'savings', '--host', posthog.url, '--project', posthog.project, '--hours', '3', '--price', '0.25'],
      { env: { POSTHOG_PERSONAL_API_KEY: KEY, COLUMNS: String(width), LC_ALL: 'C' } },
    )
    expect(out.split('\n').length).toBeGreaterThan(10)
    expect(out.split('\n').filter((line) => line.length > width || /[^\x20-\x7e]/.test(line))).toEqual([])
  })

  it('within the free part it says what need not be sent, that it saves no money, and what it would beyond', async () => {
    const { code, out } = await savings()
    expect(code).toBe(0)
    expect(out).toMatch(/You would send [\d.,]+ [KMG]B a month less of [\d.,]+ [KMG]B, by .*; both are free\./)
    expect(out).toContain('within the 10 GB that are free, so it saves no money yet. Beyond them, at $0.25 a GB')
    expect((await savings('--price', '0.5')).out).toMatch(/You would save \$[\d.]+ a month/)
  })

  it('shows it to people without what others wrote acting on the terminal, and writes a page without network', async () => {
    const file = join(folder, 'savings.html')
    const { code, out } = await savings('--html', file, '--price', '0.5')
    expect(code).toBe(0)
    expect(out).toMatch(/You would save \$[\d.]+ a month|You would save <\$0.01 a month/)
    expect(out).toContain('All 15 errors are kept')
    expect(out).toContain('$0.5/GB, as given')
    expect(out).not.toContain('\u001b[2J')
    const page = await readFile(file, 'utf8')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toContain('<script>alert')
    expect(page.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//)
  })

  it('with logs:read alone asks the endpoints of logs, and says that patterns are estimates', async () => {
    posthog.scopes.delete('query:read')
    const { code, out } = await savings('--json')
    expect(code).toBe(0)
    const shown = JSON.parse(out) as SavingsJson
    expect(shown.says.join(' ')).toContain('query:read')
    expect(shown.budgets[0]).toMatchObject({ records: 3 * 435, errors: 15 })
    expect(shown.patterns.every(({ estimated }) => estimated === true)).toBe(true)
  })

  it('names the scope that is missing, and the key nowhere', async () => {
    for (const scope of ['query:read', 'logs:read', 'logs:write']) posthog.scopes.delete(scope)
    const { code, out, err } = await savings()
    expect(code).toBe(3)
    expect(err).toContain('logs:read')
    expect(out + err).not.toContain(KEY)
    posthog.scopes.delete('billing:read')
    posthog.scopes.add('query:read')
    posthog.scopes.add('logs:read')
    expect((await savings()).out).toContain('list price')
    const wrong = await runCli(['posthog', 'savings', '--host', posthog.url, '--project', '1'], {
      env: { POSTHOG_PERSONAL_API_KEY: 'phx_wrong0123456789abcdefghij' },
    })
    expect(wrong.code).toBe(3)
    expect(wrong.err).toContain('POSTHOG_PERSONAL_API_KEY')
  })

  it('asks nothing where it is only tried, and says what is to be mended', async () => {
    const before = posthog.requests.length
    expect((await savings('--dry-run')).out).toContain('3 whole hours')
    expect((await savings('--budget', 'much')).code).toBe(2)
    expect((await savings('--service', 'a,,b')).code).toBe(2)
    expect((await runCli(['posthog', 'savings'], {})).err).toContain('--project')
    expect((await runCli(['posthog', 'savings', '--project', '1'], {})).err).toContain('POSTHOG_PERSONAL_API_KEY')
    expect(posthog.requests.length).toBe(before)
  })

  it('says which part is read where PostHog goes away, and ends as unavailable where nothing is', async () => {
    const gone = await runCli(
      ['posthog', 'savings', '--host', 'http://127.0.0.1:9', '--project', '1', '--hours', '1'],
      {
        env: { POSTHOG_PERSONAL_API_KEY: KEY },
        stop: AbortSignal.timeout(300),
      },
    )
    expect([5, 130]).toContain(gone.code)
  })
})
