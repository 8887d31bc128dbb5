import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run } from '../support/installed-folder.js'
import { madeOnce } from '../support/made-once.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

it.runIf(LONG)('the packed tarball satisfies are-the-types-wrong', async () => {
  const attw = join(root, 'node_modules/.bin/attw')
  const { stdout } = await run(attw, [await madeOnce('sdkTarball'), '--profile', 'strict'], { cwd: root })
  expect(stdout).toContain('lipservice v')
})
