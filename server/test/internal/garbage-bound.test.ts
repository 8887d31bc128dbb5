import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const run = promisify(execFile)
const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const fromSource = pathOf('../../../test/support/from-source.ts')

async function heapOf(how: 'bound' | 'free'): Promise<number> {
  const { stdout } = await run(process.execPath, [
    '--expose-gc',
    '--import',
    fromSource,
    pathOf('../support/garbage.ts'),
    how,
  ])
  return JSON.parse(stdout).mebibytes
}

it('lets garbage take less than half of what V8 would let it', { timeout: 60_000 }, async () => {
  const [bound, free] = await Promise.all([heapOf('bound'), heapOf('free')])
  expect(bound).toBeLessThan(free / 2)
})
