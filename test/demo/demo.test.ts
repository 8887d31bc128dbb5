import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { LONG } from '../support/tier.js'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url))

describe('the demo', () => {
  it.runIf(LONG)(
    'drops most of the volume, loses nothing that matters, meets its budgets, finds its incident, and says so',
    async () => {
      const { stdout } = await run(process.execPath, [main])
      expect(stdout).toMatch(/Budgets are set: demo-shop \$[\d.]+ a month, demo-mailer [\d.]+ GB a day/)
      expect(stdout).toMatch(/demo-shop version 1, plan, active: what came in meanwhile was as expected/)
      expect(stdout).toMatch(/With \$[\d.]+ a month at \$0.25 per GB as the budget and .* spent today/)
      expect(stdout).toMatch(/demo-gateway +[\d.]+ % saved/)
      const result = JSON.parse(stdout.trim().split('\n').at(-1)!)
      expect(result.errorsLogged).toBeGreaterThan(100)
      expect(result.errorsDelivered).toBe(result.errorsLogged)
      expect(result.patternsSeenByBackend).toBe(result.patterns)
      expect(result.reduction).toBeGreaterThanOrEqual(0.75)
      expect(Math.abs(result.estimatedTotal / result.seen - 1)).toBeLessThanOrEqual(0.05)
      expect(result.policyVersion).toBeGreaterThanOrEqual(2)
      expect(result.policyVersions).toBeGreaterThanOrEqual(4)
      expect(result.reportsReceived).toBeGreaterThanOrEqual(2)
      expect(result.seenByLipService).toBe(result.seen)
      expect(Math.abs(result.budgetBytesSent / result.budgetBytes - 1)).toBeLessThanOrEqual(0.1)
      expect(result.incidentDetectedSeconds).toBeLessThan(20)
    },
  )

  it.runIf(LONG)('says one line for a program', async () => {
    const { stdout } = await run(process.execPath, [main, '--seconds', '1', '--json'])
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(1)
    const result = JSON.parse(lines[0]!)
    expect(result.errorsDelivered).toBe(result.errorsLogged)
  })

  it('loses no error, counts all, and keeps its page open, for who looks at it', async () => {
    const child = spawn(process.execPath, [main, '--seconds', '5', '--open'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    const closed = once(child, 'close')
    const until = async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(stdout)) await once(child.stdout, 'data')
      return pattern.exec(stdout)![0]
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    const login = async (link: string) => {
      const { origin, hash } = new URL(link)
      const headers = { 'content-type': 'application/json', origin }
      const body = JSON.stringify({ code: hash.replace('#code=', '') })
      const answer = await fetch(`${origin}/session`, { method: 'POST', headers, body })
      const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
      return async (path: string) => (await fetch(`${origin}${path}`, { headers: { cookie } })).json()
    }
    const first = await login(await until(/http:\S+#code=\S+/))
    expect(await first('/api/v1/settings')).toMatchObject({ key_name: 'first admin key' })
    const second = await login(await until(/(?<=Its page, logged in:\s+)http:\S+#code=\S+/))
    const { services } = (await second('/api/v1/services')) as { services: { name: string; seen: number }[] }
    expect(services.map(({ name }) => name).toSorted()).toEqual(['demo-gateway', 'demo-mailer', 'demo-shop'])
    for (const { name, seen } of services) expect(seen, name).toBeGreaterThan(100)
    const result = JSON.parse(await until(/^\{.*\}$/m))
    expect(result.errorsLogged).toBeGreaterThan(10)
    expect(result.errorsDelivered).toBe(result.errorsLogged)
    expect(result.seenByLipService).toBe(result.seen)
    expect(stdout).toMatch(/demo-gateway +[\d.]+ % saved/)
    child.kill('SIGINT')
    expect((await closed)[0]).toBe(0)
  })

  it.runIf(LONG)('refuses a length that is none, and a page for nobody', async () => {
    await expect(run(process.execPath, [main, '--seconds', 'x'])).rejects.toMatchObject({ code: 2 })
    await expect(run(process.execPath, [main, '--open', '--json'])).rejects.toMatchObject({ code: 2 })
  })
})
