import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makePrograms, ownBlocks, type Programs } from '../docs/code-blocks.js'
import { setupBlocks } from '../docs/setup-blocks.js'
import { root } from './root.js'

/** All blocks that are to be run, as programs that one compiler has checked. They stand where they find the package by its name. */
export async function makeBlockPrograms(): Promise<{ value: Programs; remove(): Promise<void> }> {
  await mkdir(join(root, '.tmp'), { recursive: true })
  const folder = await mkdtemp(join(root, '.tmp', 'docs-'))
  const value = makePrograms([...ownBlocks, ...setupBlocks], folder)
  return { value, remove: () => rm(folder, { recursive: true, force: true }) }
}
