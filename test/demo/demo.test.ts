import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { LONG } from '../support/tier.js'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url))

describe('the demo', () => {
  if (LONG) {
    it('drops most of the volume, loses nothing that matters, meets its budgets and finds its incident', async () => {
      const { stdout } = await run(process.execPath, [main, '--json'])
      const lines = stdout.trim().split('\n')
      expect(lines).toHaveLength(1)
      const result = JSON.parse(lines[0]!)
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
    })
  }

  it('says what happened, and why policies are what they are, and loses no error', async () => {
    const { stdout } = await run(process.execPath, [main, '--seconds', '10'])
    expect(stdout).toMatch(/Budgets are set: demo-shop \$[\d.]+ a month, demo-mailer [\d.]+ GB a day/)
    expect(stdout).toMatch(/demo-shop version 1, plan, active: what came in meanwhile was as expected/)
    expect(stdout).toMatch(/With \$[\d.]+ a month at \$0.25 per GB as the budget and .* spent today/)
    expect(stdout).toMatch(/demo-gateway +[\d.]+ % saved/)
    const result = JSON.parse(stdout.trim().split('\n').at(-1)!)
    expect(result.errorsLogged).toBeGreaterThan(10)
    expect(result.errorsDelivered).toBe(result.errorsLogged)
    expect(result.seenByLipService).toBe(result.seen)
  })

  it('refuses a length that is none', async () => {
    await expect(run(process.execPath, [main, '--seconds', 'x'])).rejects.toMatchObject({ code: 2 })
  })
})
