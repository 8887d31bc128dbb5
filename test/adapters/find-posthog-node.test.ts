import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPostHogNode } from '../../src/adapters/posthog-node/find-posthog-node.js'
import { restorePostHog } from '../../src/posthog.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'
import { root } from '../support/root.js'

const require = createRequire(import.meta.url)
type Client = import('posthog-node').PostHog

describe('a client of posthog-node that nobody wrapped', () => {
  let test: LoggingUnderTest
  beforeEach(async () => {
    test = await startUnderTest()
  })
  afterEach(() => test.close())

  const builds = [
    // A file of this package, which depends on posthog-node and is an ES module.
    ['imported', () => import('posthog-node'), join(root, 'test/app.js')],
    ['required', async () => require('posthog-node') as typeof import('posthog-node'), undefined],
  ] as const

  it.each(builds)(
    'is found when it logs, and sampled once, however often one looks for it: %s',
    async (_, load, main) => {
      findPostHogNode(main)
      const { PostHog } = await load()
      const client = new PostHog(test.posthog.token, { host: test.posthog.url })
      findPostHogNode(main)
      findPostHogNode(main)
      for (let i = 0; i < 1_000; i++) client.logger.info(`item ${i} viewed`)
      const { seen, kept } = test.logging.stats()
      expect(seen).toBe(1_000)
      expect(kept).toBeLessThan(300)
      await client.flush()
      await client.flush()
      expect(test.posthog.records).toHaveLength(kept)
      restorePostHog(client)
      client.logger.info('later')
      expect(test.logging.stats().seen).toBe(1_000)
    },
  )
})

describe('posthog-node beside an app', () => {
  const MODULE = `export class PostHog { captureLog(log) { (this.logs ??= []).push(log) } }`
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipservice-posthog-'))
    const entrypoints = join(folder, 'node_modules/posthog-node/dist/entrypoints')
    mkdirSync(entrypoints, { recursive: true })
    const manifest = { name: 'posthog-node', main: 'dist/entrypoints/index.node.js' }
    writeFileSync(join(folder, 'node_modules/posthog-node/package.json'), JSON.stringify(manifest))
    writeFileSync(join(entrypoints, 'index.node.js'), 'exports.PostHog = class { captureLog() {} }')
    writeFileSync(join(entrypoints, 'index.node.mjs'), MODULE)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const isLoaded = () =>
    Object.keys(createRequire(join(folder, 'x.js')).cache).some((file) => file.startsWith(join(folder, 'node_modules')))
  const app = (manifest: object, main = 'main.js') => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    findPostHogNode(join(folder, main))
  }
  const dependencies = { 'posthog-node': '5' }

  it.each([
    ['is an ES module', { name: 'app', type: 'module', dependencies }, 'main.js'],
    ['is one by its name', { name: 'app', dependencies }, 'main.mjs'],
  ])('has the build of an app wrapped that %s', async (_, manifest, main) => {
    app(manifest, main)
    const { PostHog } = await import(join(folder, 'node_modules/posthog-node/dist/entrypoints/index.node.mjs'))
    const client = new PostHog() as Client & { logs: unknown[] }
    client.captureLog({ body: 'one' })
    expect(Object.hasOwn(client, 'captureLog')).toBe(true)
    expect(client.logs).toEqual([{ body: 'one' }])
    restorePostHog(client)
    client.captureLog({ body: 'two' })
    expect(Object.hasOwn(client, 'captureLog')).toBe(false)
    expect(client.logs).toHaveLength(2)
  })

  it.each([
    ['requires it, when it likes', { name: 'app', dependencies }, 'main.js'],
    ['depends on something else', { name: 'tool', type: 'module', dependencies: { pino: '10' } }, 'main.js'],
    ['depends on nothing', { name: 'tool', type: 'module' }, 'main.js'],
  ])('is not loaded for an app that %s', (_, manifest, main) => {
    app(manifest, main)
    expect(isLoaded()).toBe(false)
  })

  it('may be missing, or something else', () => {
    rmSync(join(folder, 'node_modules'), { recursive: true })
    expect(() => app({ name: 'app', type: 'module', dependencies })).not.toThrow()
    mkdirSync(join(folder, 'node_modules/posthog-node'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/posthog-node/index.js'), 'exports.PostHog = 7')
    expect(() => app({ name: 'app', type: 'module', dependencies })).not.toThrow()
  })
})
