import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { createLog } from '../../src/log.js'
import { createServerMetrics } from '../../src/metrics/server-metrics.js'
import { type RunningServer, startServer } from '../../src/server.js'
import { reportOf } from '../support/api-under-test.js'

const NAMES = /\b(?:lipservice|process|nodejs)_\w+/g
const TOKEN = 'a-token-for-prometheus'

describe("Grafana's dashboard", () => {
  it('asks for metrics that there are', async () => {
    const file = new URL('../../grafana/lipservice-server.json', import.meta.url)
    const dashboard = JSON.parse(await readFile(file, 'utf8')) as { panels: { targets: { expr: string }[] }[] }
    const metrics = createServerMetrics('1.0.0')
    metrics.observe({
      waiting: () => ({ reports: 0, load: 0 }),
      isWritable: () => true,
      leads: () => true,
      catalogBytes: () => 0,
    })
    const text = await metrics.text()
    const there = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
    const asked = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(NAMES) ?? []))
    expect(asked.length).toBeGreaterThan(14)
    for (const name of asked) expect(there, name).toContain(name.replace(/_(?:count|bucket)$/, ''))
  })
})

describe('the metrics', () => {
  let server: RunningServer | undefined
  let folder: string
  async function start(...flags: string[]): Promise<RunningServer> {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-metrics-'))
    const config = readConfig(['--port', '0', '--database', join(folder, 'db'), ...flags], {})
    server = await startServer(config, createLog('silent'))
    return server
  }
  afterEach(async () => {
    await server?.stop()
    await rm(folder, { recursive: true })
  })
  const ask = (url: string, headers: Record<string, string> = {}) => fetch(`${url}/metrics`, { headers })

  it('are for this machine, and not for those that a proxy on it speaks for', async () => {
    const { url } = await start()
    expect((await ask(url)).status).toBe(200)
    for (const header of ['forwarded', 'x-forwarded-for', 'via'])
      expect((await ask(url, { [header]: '203.0.113.7' })).status, header).toBe(403)
  })

  it('are for who has the token, where there is one', async () => {
    const { url, firstKey } = await start('--metrics-token', TOKEN)
    expect((await ask(url)).status).toBe(403)
    expect((await ask(url, { authorization: `Bearer ${firstKey}` })).status).toBe(403)
    expect((await ask(url, { authorization: `Bearer ${TOKEN}x` })).status).toBe(403)
    expect((await ask(url, { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '203.0.113.7' })).status).toBe(200)
  })

  it('count requests by route, and name no team, service or pattern', async () => {
    const { url, firstKey, firstIngestKey } = await start()
    const send = (body: object) =>
      fetch(`${url}/api/v1/patterns/stats`, {
        method: 'POST',
        headers: { authorization: `Bearer ${firstIngestKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await send(reportOf({ service_name: 'a-secret-service', timestamp: Date.now() / 1000 }))
    await send({ not: 'a report' })
    await fetch(`${url}/api/v1/services/a-secret-service/timeline`, {
      headers: { authorization: `Bearer ${firstKey}` },
    })
    const response = await ask(url)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    const text = await response.text()
    const count = (labels: string) =>
      Number(new RegExp(`^lipservice_http_request_duration_seconds_count\\{${labels}\\} (\\d+)$`, 'm').exec(text)?.[1])
    expect(count('method="post",route="/api/v1/patterns/stats",status="202"')).toBe(1)
    expect(count('method="post",route="/api/v1/patterns/stats",status="422"')).toBe(1)
    expect(text).toMatch(/^lipservice_reports_waiting 1$/m)
    expect(text).toMatch(/^lipservice_leader 1$/m)
    expect(text).toMatch(/^lipservice_database_writable 1$/m)
    for (const secret of ['a-secret-service', 'thing 0 happened', 'default', firstKey!, firstKey!.split('_')[1]!])
      expect(text).not.toContain(secret)
  })
})
