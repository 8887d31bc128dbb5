import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createLog, readConfig, startServer } from 'lipservice-server'

const SETTLE_ATTEMPTS = 50
const SETTLE_MILLIS = 100

/** A LipService server of the demo's own, with an empty database, and what its API says. */
export interface OwnLipService {
  readonly url: string
  readonly apiKey: string
  putPolicy(service: string, policy: object): Promise<void>
  /** What it has counted, once that is `seen` records or five seconds have passed. */
  counted(service: string, seen: number): Promise<{ seen: number; patterns: number; reports: number }>
  close(): Promise<void>
}

export async function startOwnLipService(): Promise<OwnLipService> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-demo-'))
  const flags = { port: '0', database: join(folder, 'lipservice.db'), 'flush-seconds': '1', 'report-seconds': '5' }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const server = await startServer(readConfig(args, {}), createLog('silent'))
  const apiKey = server.firstKey!

  async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`LipService answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }

  return {
    url: server.url,
    apiKey,
    async putPolicy(service, policy) {
      await call(`/api/v1/policies/${service}`, { method: 'PUT', body: JSON.stringify(policy) })
    },
    async counted(service, seen) {
      for (let attempt = 0; ; attempt++) {
        const { services } = await call<{ services: { seen: number; patterns: number }[] }>('/api/v1/services')
        const [found] = services
        if (found?.seen === seen || attempt === SETTLE_ATTEMPTS) {
          const { instances } = await call<{ instances: { reports: number }[] }>(
            `/api/v1/services/${service}/instances`,
          )
          const reports = instances.reduce((sum, instance) => sum + instance.reports, 0)
          return { seen: found?.seen ?? 0, patterns: found?.patterns ?? 0, reports }
        }
        await wait(SETTLE_MILLIS)
      }
    },
    async close() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
