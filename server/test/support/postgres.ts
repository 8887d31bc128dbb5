import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const DEBIAN = '/usr/lib/postgresql'
const READY_MILLIS = 30_000

/** A real Postgres of its own, or why there is none. */
export type PostgresUnderTest =
  | { readonly url: string; database(): Promise<string>; stop(): Promise<void> }
  | { readonly missing: string }

/** Starts Postgres from Debian's packages, which are installed where they are not and can be. */
export async function startPostgres(): Promise<PostgresUnderTest> {
  const bin = (await findBinaries()) ?? (await install())
  if (typeof bin !== 'string') return bin
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-postgres-'))
  const user = await unprivileged(folder)
  if (typeof user !== 'object') return { missing: user }
  const data = join(folder, 'data')
  await run(join(bin, 'initdb'), ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--no-sync'], {
    ...user,
    cwd: folder,
  })
  const port = await freePort()
  const flags = ['-D', data, '-p', String(port), '-k', folder, '-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1']
  const server = spawn(join(bin, 'postgres'), [...flags, '-c', 'max_connections=200'], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  })
  const url = `postgres://postgres@127.0.0.1:${port}`
  await untilReady(`${url}/postgres`)
  return {
    url,
    database: () => createDatabase(url),
    async stop() {
      server.kill('SIGQUIT')
      await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes a fresh database on the Postgres at `url`, empty or like another one there, and answers its URL. */
export async function createDatabase(url: string, template = 'template1'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runOn(`${url}/postgres`, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  return `${url}/${name}`
}

async function findBinaries(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch(() => [])
  for (const version of versions.toSorted().toReversed()) {
    const bin = join(DEBIAN, version, 'bin')
    if (await stat(join(bin, 'initdb')).catch(() => undefined)) return bin
  }
  return undefined
}

async function install(): Promise<string | { missing: string }> {
  if (process.getuid?.() !== 0) return { missing: 'there is no Postgres, and only root can install it' }
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env }).catch(() => {})
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], { env, maxBuffer: 2 ** 26 })
  } catch (error) {
    return { missing: `Postgres could not be installed: ${(error as Error).message.slice(0, 200)}` }
  }
  return (await findBinaries()) ?? { missing: 'apt-get installed no Postgres' }
}

/** Postgres refuses to run as root: then it runs as the user that its package has made. */
async function unprivileged(folder: string): Promise<{ uid?: number; gid?: number } | string> {
  if (process.getuid?.() !== 0) return {}
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    )
    await chown(folder, uid!, gid!)
    return { uid: uid!, gid: gid! }
  } catch {
    return 'there is no user postgres to run it as'
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_MILLIS
  for (;;) {
    try {
      await runOn(url, 'SELECT 1')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Runs a statement on a database of its URL. */
export async function runOn(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query(text).finally(() => client.end())
}
