import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolder, type InstalledFolder } from '../support/installed-folder.js'
import { type MadeOnce, madeOnce } from '../support/made-once.js'
import { LONG } from '../support/tier.js'

/** The page is in the package with all that it is made of, and its link logs in. */
async function expectPage(url: string, code: string): Promise<void> {
  const html = await (await fetch(url, { headers: { accept: 'text/html' } })).text()
  const assets = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
  expect(assets.length).toBeGreaterThan(1)
  for (const path of assets) {
    const { status, headers } = await fetch(`${url}${path}`, { headers: { 'accept-encoding': 'br' } })
    expect([status, headers.get('content-encoding')], path).toEqual([200, 'br'])
  }
  const headers = { 'content-type': 'application/json', origin: url }
  const login = await fetch(`${url}/session`, { method: 'POST', headers, body: JSON.stringify({ code }) })
  expect(await login.json()).toMatchObject({ key_name: 'first admin key' })
}

describe('the packed server', () => {
  let nodes: MadeOnce['nodeVersions']
  let app: InstalledFolder
  beforeAll(async () => {
    nodes = await madeOnce('nodeVersions')
    app = await createFolder([await madeOnce('serverTarball')])
  })
  afterAll(() => app.remove())

  it('says on Node.js 20 which one it needs', async (context) => {
    const reason = app.unreachable ?? nodes.unreachable
    if (reason !== undefined) context.skip(reason)
    const bin = join(app.folder, 'node_modules/.bin/lipservice-server')
    const child = spawn(nodes.executables['20']!, [bin])
    let stderr = ''
    for await (const chunk of child.stderr) stderr += chunk
    expect(stderr).toMatch(/^lipservice-server: needs Node\.js 22\.13 or later; this is 20\.\d+\.\d+\n$/)
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
  })

  for (const major of LONG ? ['22', '24', '26'] : ['24']) {
    it(`starts in an empty folder, by nothing but itself, on Node.js ${major}`, async (context) => {
      const reason = app.unreachable ?? nodes.unreachable
      if (reason !== undefined) context.skip(reason)
      const bin = join(app.folder, 'node_modules/.bin/lipservice-server')
      const database = join(app.folder, `${major}.db`)
      const child = spawn(nodes.executables[major]!, [bin, '--port', '0', '--database', database])
      let stderr = ''
      for await (const chunk of child.stderr) {
        stderr += chunk
        if (stderr.includes('LIPSERVICE_API_KEY=')) break
      }
      const [, url, ingestKey] = /LIPSERVICE_URL=(\S+) LIPSERVICE_API_KEY=(\S+)/.exec(stderr)!
      const [adminKey] = /lsk_[0-9a-f]{16}_[0-9a-f]{64}/.exec(stderr)!
      const ask = (key: string) => fetch(`${url}/api/v1/services`, { headers: { authorization: `Bearer ${key}` } })
      expect(await (await ask(adminKey)).json()).toEqual({ services: [] })
      expect((await ask(ingestKey!)).status).toBe(403)
      await expectPage(url!, /#code=(\S+)/.exec(stderr)![1]!)
      child.kill('SIGTERM')
      expect((await once(child, 'exit'))[0]).toBe(0)
    })
  }
})
