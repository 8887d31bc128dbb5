import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'

const run = promisify(execFile)
const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const fromSource = pathOf('../../../test/support/from-source.ts')

async function garbageOf(how: 'bound' | 'free'): Promise<number> {
  const { stdout } = await run(process.execPath, [
    '--expose-gc',
    '--import',
    fromSource,
    pathOf('../support/garbage.ts'),
    how,
  ])
  return JSON.parse(stdout).mebibytes
}

/** When V8 collects depends on its threads: one run after the other, and the median. */
async function medianOf(how: 'bound' | 'free'): Promise<number> {
  const runs: number[] = []
  while (runs.length < 3) runs.push(await garbageOf(how))
  return runs.toSorted((a, b) => a - b)[1]!
}

it.runIf(LONG)('lets garbage take less than half of what V8 would let it', { timeout: 60_000 }, async () => {
  expect(await medianOf('bound')).toBeLessThan((await medianOf('free')) / 2)
})
