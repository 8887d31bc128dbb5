import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './installed-folder.js'

/** Packs a built package as `npm publish` would. The value is the tarball's path. */
export async function pack(packageFolder: string): Promise<{ value: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-tarball-'))
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: packageFolder })
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'))!
  return { value: join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) }
}
