import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { run } from '../support/installed-folder.js'
import { type MadeOnce, madeOnce } from '../support/made-once.js'
import { createPackedApp, MODULE_FORMATS, type PackedApp, writeApp } from '../support/packed-app.js'
import { LONG } from '../support/tier.js'

/** All lines that package.json allows. */
const VERSIONS = [
  ['5.67.0', ['20']],
  ['5', ['20', '24']],
  ['6', ['24']],
] as const
const WAYS = [
  ['wrapped', 'posthog'],
  ['wrapped', 'lipservice'],
  ['found', ''],
] as const

describe.runIf(LONG).each(VERSIONS)('an app with posthog-node %s', (version, majors) => {
  let app: PackedApp | undefined
  /** Why it could not be tried. */
  let missing: string | undefined
  let nodes: MadeOnce['nodeVersions']
  let posthog: FakePostHog
  beforeAll(async () => {
    nodes = await madeOnce('nodeVersions')
    try {
      app = await createPackedApp([`posthog-node@${version}`])
      missing = app.unreachable ?? nodes.unreachable
    } catch (error) {
      // A version to come.
      if (!/ETARGET|No matching version/.test(String((error as { stderr?: string }).stderr ?? error))) throw error
      missing = `the npm registry has no posthog-node ${version}`
    }
  }, 300_000)
  afterAll(() => app?.remove())
  beforeEach(async ({ skip }) => {
    posthog = await startFakePostHog()
    skip(missing !== undefined, missing)
  })
  afterEach(() => posthog.close())

  const cases = WAYS.flatMap(([how, transport]) =>
    MODULE_FORMATS.flatMap((format) => majors.map((node) => [how, transport, format, node] as const)),
  )
  it.each(cases)('samples, and ends: %s %s as %s on Node.js %s', async (how, transport, format, node) => {
    const file = await writeApp(app!.folder, 'posthog-node', format)
    const flags = how === 'found' ? ['--import', 'lipservice/register'] : []
    const { stderr } = await run(nodes.executables[node]!, [...flags, file, how, transport], {
      cwd: app!.folder,
      env: { ...process.env, NODE_OPTIONS: '', POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url },
    })
    expect(stderr).toBe('')
    const errors = posthog.records.filter(({ severityNumber }) => severityNumber === 17)
    expect(errors.map(({ body }) => body)).toEqual(Array.from({ length: 10 }, (_, i) => `item ${i * 200} failed`))
    for (const { attributes } of errors)
      expect(attributes).toMatchObject({ 'exception.type': 'TypeError', 'lipservice.reason': 'error' })
    expect(posthog.records.length).toBeGreaterThan(20)
    expect(posthog.records.length).toBeLessThan(600)
    for (const { attributes } of posthog.records) expect(attributes).toHaveProperty('lipservice.weight')
  })
})
