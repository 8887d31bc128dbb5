import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AcmeFiles } from './acme-page.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Fills a shop's database in a folder, by a process of its own: it takes some seconds of work. */
export async function makeAcme(folder: string): Promise<AcmeFiles> {
  const script = join(root, 'server/test/support/acme/make-acme.ts')
  await promisify(execFile)(process.execPath, ['--import', join(root, 'test/support/from-source.ts'), script, folder])
  return { database: join(folder, 'acme.db'), fleet: join(folder, 'fleet.json') }
}
