import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findChromium } from '../../dashboard/test/support/chromium.js'
import { makeAcme } from '../../dashboard/test/support/make-acme.js'
import { startPostgres } from '../../server/test/support/postgres.js'
import type { MadeOnce } from './made-once.js'
import { installNodeVersions } from './node-versions.js'
import { pack } from './packed-tarball.js'
import { root } from './root.js'
import { LONG } from './tier.js'

interface Made<T> {
  readonly value: T
  remove(): Promise<void>
}

const MAKERS: { readonly [K in keyof MadeOnce]: () => Promise<Made<MadeOnce[K]>> } = {
  sdkTarball: () => pack(root),
  serverTarball: () => pack(join(root, 'server')),
  // Most runs need no compiler.
  blockPrograms: async () => (await import('./block-programs.js')).makeBlockPrograms(),
  // The oldest that apps run on, and the usual one.
  nodeVersions: () => installNodeVersions(LONG ? ['20', '22', '24', '26'] : ['20', '24']),
  async postgres() {
    const started = await startPostgres()
    if ('missing' in started) return { value: started, remove: async () => {} }
    return { value: { url: started.url }, remove: started.stop }
  },
  chromium: async () => ({ value: await findChromium(), remove: async () => {} }),
  async acme() {
    const folder = await mkdtemp(join(tmpdir(), 'lipservice-acme-'))
    const value = await makeAcme(folder)
    return { value, remove: () => rm(folder, { recursive: true, force: true }) }
  },
}

/** Vitest's own process makes what `madeOnce` asks for, so that files which run at the same time need no lock. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Tests start the same programs hundreds of times: each file of them is compiled once. All that a run starts inherits it.
  const compiled = await mkdtemp(join(tmpdir(), 'lipservice-compiled-'))
  process.env['NODE_COMPILE_CACHE'] = compiled
  const made = new Map<string, Promise<Made<unknown>>>()
  const server = createServer((request, response) => {
    const name = request.url!.slice(1) as keyof MadeOnce
    const making = made.get(name) ?? MAKERS[name]()
    made.set(name, making)
    making.then(
      ({ value }) => response.end(JSON.stringify(value)),
      (error: Error) => response.writeHead(500).end(String(error.stack)),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  project.provide('madeOnceUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    server.closeAllConnections()
    server.close()
    await Promise.all([...made.values()].map((making) => making.then(({ remove }) => remove())))
    await rm(compiled, { recursive: true, force: true, maxRetries: 3 })
  }
}
