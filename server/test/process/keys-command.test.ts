import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { startServerProcess } from '../support/server-process.js'

const run = promisify(execFile)
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

describe.runIf(LONG)('lipservice-server keys', () => {
  let folder: string
  let database: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-keys-'))
    database = join(folder, 'db')
  })
  afterEach(() => rm(folder, { recursive: true }))
  const keys = (...args: string[]) => run(process.execPath, [MAIN, 'keys', ...args, '--database', database])

  it('makes keys beside a running server, lists and revokes them, and all of it is in the audit', async () => {
    const server = await startServerProcess({ database })
    const made = (
      await keys('create', '--name', 'a\nb', '--scopes', 'read,ingest', '--expires-in-days', '30')
    ).stdout.trim()
    const ask = (path: string, key = made) =>
      fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask('/api/v1/services')).status).toBe(200)
    const id = made.split('_')[1]!
    const lines = (await keys('list')).stdout.trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.find((line) => line.startsWith(id))).toMatch(/\tingest,read\t.*\tuntil \d{4}-\d\d-\d\d\t"a\\nb"$/)
    expect(lines.join()).not.toContain(made.split('_')[2])
    expect((await keys('revoke', id)).stdout).toContain(`${id} is revoked`)
    await expect.poll(async () => (await ask('/api/v1/services')).status, { timeout: 10_000 }).toBe(401)
    const { entries } = (await (await ask('/api/v1/audit', server.key!)).json()) as {
      entries: { actor: string; action: string; detail: { id: string } }[]
    }
    const ofIt = entries.filter(({ detail }) => detail.id === id)
    expect(ofIt.map(({ actor, action }) => [actor, action])).toEqual([
      ['command line', 'key.revoked'],
      ['command line', 'key.created'],
    ])
    await server.kill('SIGTERM')
  })

  it('helps who has lost all keys, without a server', async () => {
    const lost = await startServerProcess({ database })
    await lost.kill('SIGTERM')
    const made = (await keys('create', '--name', 'again', '--scopes', 'admin')).stdout.trim()
    const server = await startServerProcess({ database })
    expect(server.key).toBeUndefined()
    const headers = { authorization: `Bearer ${made}` }
    expect((await fetch(`${server.url}/api/v1/keys`, { headers })).status).toBe(200)
    await server.kill('SIGTERM')
  })

  it.each([
    [['create', '--scopes', 'read'], "--name must have 1–100 characters; got ''"],
    [['create', '--name', 'x'], "--scopes must be of ingest, read, operate, admin, separated by commas; got ''"],
    [['create', '--name', 'x', '--scopes', 'root'], "got 'root'"],
    [['create', '--name', 'x', '--scopes', 'read', '--expires-in-days', '0'], '--expires-in-days must be above 0'],
    [['revoke'], "'keys' takes create, list or revoke <id>; got 'revoke'"],
    [['list', '--team', 'nobody'], "there is no team 'nobody'"],
    [['drop'], "got 'drop'"],
    [['list', '--nmae', 'x'], "Unknown option '--nmae'"],
  ])('says what is wrong with %j', async (args, message) => {
    const error = await keys(...args).catch((failed) => failed)
    expect(error).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
  })

  it('has a help text, and the server its version', async () => {
    expect((await run(process.execPath, [MAIN, 'keys', '--help'])).stdout).toContain('keys revoke <id>')
    expect((await run(process.execPath, [MAIN, '--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
