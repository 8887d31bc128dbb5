import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { runCli } from '../support/run-cli.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'

async function start(options: FakePostHogApiOptions = {}, columns = '160') {
  const fake = await startFakePostHogApi({ personalApiKey: KEY, ...options })
  onTestFinished(() => fake.close())
  const env = {
    POSTHOG_PERSONAL_API_KEY: KEY,
    POSTHOG_APP_HOST: fake.url,
    POSTHOG_PROJECT_ID: fake.project,
    COLUMNS: columns,
  }
  return { fake, run: (...more: string[]) => runCli(['posthog', 'dashboard', ...more], { env }) }
}

const written = ({ requests }: FakePostHogApi) =>
  requests.filter(({ method, path }) => method !== 'GET' && !path.includes('/query/')).length

describe('lipservice posthog dashboard', () => {
  it('shows a plan and writes nothing; makes it; then has nothing to do; removes it', async () => {
    const { fake, run } = await start()
    const planned = await run('--dry-run')
    expect(planned).toMatchObject({ code: 0, err: '' })
    expect(planned.out).toMatch(/create +tile +top_patterns/)
    expect(planned.out).toContain('14 changes would be made: nothing was written.')
    expect(written(fake)).toBe(0)

    const made = await run()
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain(`${fake.url}/project/1/dashboard/1`)
    expect(made.out).toContain('14 changes made.')
    const before = written(fake)
    expect((await run()).out).toContain('0 changes made.')
    expect(written(fake)).toBe(before)

    expect((await run('--remove')).out).toMatch(/remove +board +LipService/)
    expect((await run('--remove')).out).toContain('Nothing of LipService is there.')
  })

  it('says what somebody changed, and takes it by force alone', async () => {
    const { fake, run } = await start()
    await run()
    Object.assign(fake.insights[0]!, { name: 'Ours' })
    const { out } = await run()
    expect(out).toMatch(/edited +tile +saved_by_day: somebody changed it in PostHog/)
    expect(out).toContain('--force')
    const forced = JSON.parse((await run('--force', '--json')).out)
    expect(forced).toMatchObject({ writes: 1, dry_run: false, dashboard_url: `${fake.url}/project/1/dashboard/1` })
    expect(forced.steps.filter(({ change }: { change: string }) => change !== 'leave')).toEqual([
      { kind: 'tile', name: 'saved_by_day', change: 'update', why: null },
    ])
  })

  it('goes by the price of the bill, and by a budget in dollars at that price', async () => {
    const { fake, run } = await start()
    expect((await run('--budget', '5USD/month', '--price', '0.5')).code).toBe(0)
    const forecast = fake.insights.find(({ tags }) => (tags as string[]).includes('lipservice:tile:forecast'))!
    const { source } = forecast['query'] as { source: { query: string } }
    expect(source.query).toMatch(/, (9\.\d+|10) AS budget_gb_a_month/)
    expect(forecast['description']).toContain('$0.5/GB, as given')
    expect(await run('--budget', '50/s')).toMatchObject({ code: 2, err: expect.stringContaining('bytes or dollars') })
  })

  it('names a scope that is missing: 3 for the board, and no more than a line for saved views', async () => {
    const { run } = await start({ scopes: ['query:read', 'logs:read', 'dashboard:read', 'insight:read'] })
    const { code, err } = await run()
    expect(code).toBe(3)
    expect(err).toContain('Add the scope dashboard:write to the key')
    const partly = await start({ scopes: ['dashboard:write', 'insight:write', 'logs:read', 'query:read'] })
    const made = await partly.run()
    expect(made.code).toBe(0)
    expect(made.out).toContain('Saved views of logs were left out')
    expect(made.out).toContain('logs:write')
  })

  it('makes a canvas where a project has them, names its page, and removes it', async () => {
    const { fake, run } = await start({ switches: { canvases: 'present' } })
    const made = await run('--space', 'costs')
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/create +canvas +LipService/)
    const page = `${fake.url}/desktop/canvas/${fake.canvases[0]!.channel}/${fake.canvases[0]!.id}`
    expect(made.out).toContain(page)
    const again = JSON.parse((await run('--json')).out)
    expect(again).toMatchObject({ writes: 0, canvas_url: page, notes: [] })
    expect((await run('--remove')).out).toMatch(/remove +canvas +LipService/)
    expect(fake.canvases).toEqual([])
  })

  it.each([
    ['absent', 0, 'The canvas was left out: this project has no canvases.'],
    ['denied', 0, 'Canvases are not enabled for this project.'],
    ['unbuilt', 4, 'PostHog could not build it: cannot resolve "./x"'],
  ] as const)('says in a line that there is no canvas, and does all else: %s', async (how, code, line) => {
    const canvases = how === 'unbuilt' ? 'present' : how
    const buildProblem = how === 'unbuilt' ? 'cannot resolve "./x"' : undefined
    const { fake, run } = await start({ switches: { canvases, buildProblem } }, '400')
    const made = await run()
    expect(made.code).toBe(code)
    expect(made.out.split('\n').filter((text) => text.includes(line))).toHaveLength(1)
    expect(fake.insights).toHaveLength(9)
  })

  it('is done in part when PostHog goes away in between, and by the next run in whole', async () => {
    const { fake, run } = await start()
    let inserted = 0
    fake.answer(({ method, path }) =>
      method === 'POST' && path.includes('/insights/') && ++inserted > 3 ? { status: 400, body: '{}' } : undefined,
    )
    const { code, err } = await run()
    expect(code).toBe(4)
    expect(err).toContain('not all of it is done')
    fake.answer(undefined)
    expect((await run()).out).toContain('9 changes made.')
    expect((await run()).out).toContain('0 changes made.')
  })

  it.each([40, 60, 80])('is no wider than %i columns, but for its address', async (width) => {
    const scopes = ['dashboard:write', 'insight:write', 'logs:read', 'query:read']
    const { fake, run } = await start({ scopes }, String(width))
    await run()
    Object.assign(fake.insights[0]!, { name: 'Ours' })
    const lines = (await run()).out.split('\n')
    expect(lines.length).toBeGreaterThan(12)
    expect(lines.filter((line) => [...line].length > width && !line.startsWith(`  ${fake.url}/`))).toEqual([])
  })
})
