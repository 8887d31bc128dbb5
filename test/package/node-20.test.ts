import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/installed-folder.js'
import { createPackedApp, type PackedApp } from '../support/packed-app.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

/** The oldest Node.js that `engines` allows, with the OpenTelemetry line that runs on it. */
const APP = [
  'node@20.19.5',
  'pino@9',
  '@opentelemetry/api@1.9.1',
  '@opentelemetry/api-logs@0.223.1',
  '@opentelemetry/sdk-logs@0.223.1',
  '@opentelemetry/exporter-logs-otlp-http@0.223.1',
]

describe.runIf(LONG)('Node.js 20 with OpenTelemetry 2.x', () => {
  let app: PackedApp

  beforeAll(async () => {
    app = await createPackedApp(APP)
  })
  afterAll(() => app.remove())

  it('runs the built package', async (context) => {
    if (app.unreachable !== undefined) context.skip(app.unreachable)
    await copyFile(join(root, 'test/package/smoke/smoke.test.mjs'), join(app.folder, 'smoke.test.mjs'))
    const node = join(app.folder, 'node_modules/.bin/node')
    const { stdout: version } = await run(node, ['--version'])
    expect(version).toMatch(/^v20\./)
    const { stdout } = await run(node, ['--test', 'smoke.test.mjs'], { cwd: app.folder }).catch(
      (error: { stdout: string }) => expect.fail(error.stdout),
    )
    expect(stdout).toContain('pass 2')
  })
})
