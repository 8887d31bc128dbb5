import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type App, lookAt, type Machine } from '../../../src/cli/doctor/app/app.js'
import { type Examined, examine, findingsOf } from '../../../src/cli/doctor/examine.js'
import type { Finding } from '../../../src/cli/doctor/finding.js'
import { reach } from '../../../src/cli/doctor/network/reach.js'

export const POSTHOG_KEY = 'phc_rightprojecttoken0123456789'
export const SERVER_KEY = 'lsk_rightserverkey0123456789abcdef'
const HOUR = 3_600_000

/** What is on disk and around an app that is wired as it should be; a test changes one thing of it. */
export interface Planted {
  manifest: Record<string, unknown>
  /** By path; `undefined`: the file is not there. */
  files: Record<string, string | undefined>
  env: Record<string, string | undefined>
  nodeVersion: string
  /** What the machine's clock is ahead by. */
  clockMillis: number
  freeBytes: number
  backend: {
    status: number
    flags: number
    ready: number
    policy: object | undefined
    readyBody: string
    policyStatus: number
  }
  readonly folder: string
  readonly backendUrl: string
  chmod(path: string, mode: number): void
}

export interface PlantedApp {
  readonly app: App
  readonly examined: readonly Examined[]
  readonly findings: readonly Finding[]
  /** What came in, by path. */
  readonly asked: readonly { path: string; authorization: string | undefined; bytes: number }[]
}

/** Makes the app, changed by `plant`, has it examined, and removes it. */
export async function examinePlanted(plant: (planted: Planted) => unknown = () => {}): Promise<PlantedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'lipservice-doctor-'))
  const asked: { path: string; authorization: string | undefined; bytes: number }[] = []
  const backend: Planted['backend'] = {
    status: 200,
    flags: 200,
    ready: 200,
    policy: { version: 3 },
    readyBody: '{"status":"ok"}',
    policyStatus: 200,
  }
  const server = createServer((request, response) => {
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    request.on('end', () => {
      const path = request.url!
      asked.push({ path, authorization: request.headers.authorization, bytes })
      if (path === '/readyz') response.writeHead(backend.ready).end(backend.readyBody)
      else if (path.startsWith('/flags/')) response.writeHead(backend.flags).end('{}')
      else if (path.startsWith('/api/v1/policies/'))
        response
          .writeHead(backend.policy === undefined ? 404 : backend.policyStatus)
          .end(JSON.stringify(backend.policy ?? {}))
      else response.writeHead(backend.status).end('{}')
    })
  })
  const backendUrl = await listen(server)
  const planted: Planted = {
    folder,
    backendUrl,
    backend,
    manifest: {
      name: 'shop',
      version: '1.2.3',
      type: 'module',
      scripts: { start: 'node --import lipservice/register app.js', test: 'node --test' },
      dependencies: { lipservice: '^0.1.0', pino: '^10.0.0' },
      devDependencies: { typescript: '6.0.3' },
    },
    files: {
      'app.js': "import pino from 'pino'\n\npino().info('order 4711 placed')\n",
      '.gitignore': 'node_modules\n.env\n',
      ...packageAt('lipservice', '0.1.0'),
      ...packageAt('pino', '10.4.0'),
      ...packageAt('@opentelemetry/api', '1.10.0'),
      ...packageAt('@opentelemetry/api-logs', '0.223.1'),
      'node_modules/lipservice/dist/register.js': '',
    },
    env: {
      PATH: '/usr/bin',
      OTEL_SERVICE_NAME: 'shop',
      POSTHOG_API_KEY: POSTHOG_KEY,
      POSTHOG_HOST: backendUrl,
      LIPSERVICE_URL: backendUrl,
      LIPSERVICE_API_KEY: SERVER_KEY,
      LIPSERVICE_SPOOL_DIR: join(folder, 'spool'),
      LIPSERVICE_POLICY_CACHE_FILE: join(folder, 'policy.json'),
    },
    nodeVersion: 'v24.21.0',
    clockMillis: 0,
    freeBytes: 10e9,
    chmod(path, mode) {
      mkdirSync(join(folder, path), { recursive: true })
      chmodSync(join(folder, path), mode)
    },
  }
  try {
    await plant(planted)
    write(folder, { ...planted.files, 'package.json': JSON.stringify(planted.manifest) })
    const machine: Machine = {
      env: planted.env,
      nodeVersion: planted.nodeVersion,
      now: () => Date.now() + planted.clockMillis,
      freeBytes: () => planted.freeBytes,
    }
    const app = lookAt(folder, machine)
    const examined = await examine(app, reach)
    return { app, examined, findings: findingsOf(examined), asked }
  } finally {
    await new Promise((resolve) => {
      server.closeAllConnections()
      server.close(resolve)
    })
    rmSync(folder, { recursive: true, force: true })
  }
}

export const DAY = 24 * HOUR

/** Returns a package as it stands in `node_modules`, or in that of another package. */
export const packageAt = (name: string, version: string, within = ''): Record<string, string> => ({
  [`${within}node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
})

/** Returns the address of a port that nobody listens at. */
export async function closedPort(): Promise<string> {
  const server = createServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return url
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function write(folder: string, files: Planted['files']): void {
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
