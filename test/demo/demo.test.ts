import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url))

describe('the demo', () => {
  it('drops most of the volume and loses nothing that matters', async () => {
    const { stdout } = await run(process.execPath, [main, '--seconds', '25', '--json'])
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(1)
    const result = JSON.parse(lines[0]!)
    expect(result.errorsLogged).toBeGreaterThan(100)
    expect(result.errorsDelivered).toBe(result.errorsLogged)
    expect(result.patternsSeenByBackend).toBe(result.patterns)
    expect(result.reduction).toBeGreaterThanOrEqual(0.8)
    expect(Math.abs(result.estimatedTotal / result.seen - 1)).toBeLessThanOrEqual(0.05)
    expect(result.policyVersion).toBe(1)
    expect(result.reportsReceived).toBeGreaterThanOrEqual(2)
    expect(result.seenByLipService).toBe(result.seen)
  })

  it('refuses a length that is none', async () => {
    await expect(run(process.execPath, [main, '--seconds', 'x'])).rejects.toMatchObject({ code: 2 })
  })
})
