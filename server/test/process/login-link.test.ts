import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { type ServerProcess, startServerProcess } from '../support/server-process.js'

const run = promisify(execFile)
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

describe('a link that logs in', () => {
  let folder: string
  let database: string
  let server: ServerProcess | undefined
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-link-'))
    database = join(folder, 'db')
  })
  afterEach(async () => {
    await server?.kill('SIGKILL').catch(() => {})
    server = undefined
    await rm(folder, { recursive: true })
  })
  const link = (...args: string[]) =>
    run(process.execPath, [MAIN, 'login-link', '--database', database, ...args], {
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
    })
  const login = async (text: string) => {
    const { origin, hash } = new URL(text)
    const answer = await fetch(`${origin}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ code: hash.replace('#code=', '') }),
    })
    const cookie = answer.headers.get('set-cookie')?.split(';')[0]
    return { status: answer.status, cookie }
  }
  const settingsOf = async (url: string, cookie: string) => {
    const answer = await fetch(`${url}/api/v1/settings`, { headers: { cookie } })
    return (await answer.json()) as { key_name: string; scopes: string[]; session: object }
  }

  it('is printed at the first start, works once, and is in no log; then it is made beside the running server, for its address', async () => {
    server = await startServerProcess({ database })
    expect(server.loginLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/login#code=[\w-]{43}$/)
    const page = await fetch(server.loginLink!, { headers: { accept: 'text/html' } })
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const { status, cookie } = await login(server.loginLink!)
    expect(status).toBe(200)
    expect(await settingsOf(server.url, cookie!)).toMatchObject({ key_name: 'first admin key', session: {} })
    expect((await login(server.loginLink!)).status).toBe(401)
    await server.kill('SIGTERM')
    expect(server.stdout()).not.toContain(new URL(server.loginLink!).hash.slice(6))
    server = await startServerProcess({ database, port: new URL(server.url).port })
    expect(server.loginLink).toBeUndefined()
    expect((await settingsOf(server.url, cookie!)).key_name).toBe('first admin key')
    const { port } = new URL(server.url)
    const made = (await link('--port', port)).stdout.trim()
    expect(made).toMatch(new RegExp(`^${server.url}/login#code=[\\w-]{43}$`))
    expect((await login(made)).status).toBe(200)
    expect((await login(made)).status).toBe(401)
    const elsewhere = (await link('--public-url', 'https://logs.example.com')).stdout.trim()
    expect(elsewhere).toMatch(/^https:\/\/logs\.example\.com\/login#code=[\w-]{43}$/)
  })

  it.runIf(LONG).each([
    [[], 2, "there is no team 'default'"],
    [['--team', 'none'], 2, "there is no team 'none'"],
    [['--port', '0'], 2, "--port must be the server's own, 1–65535; got '0'"],
    [['--public-url', 'http://logs.example.com'], 2, '--public-url must be https:// and a host'],
    [['--public-url', 'https://logs.example.com/lipservice'], 2, '--public-url must be https:// and a host'],
    [['--what'], 2, "'--what'"],
  ])('is not made where something is wrong: %j', async (args, code, message) => {
    const failed = await link(...args).catch((error) => error)
    expect(failed).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) })
  })
})
