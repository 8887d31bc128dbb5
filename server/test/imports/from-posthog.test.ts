import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakePostHogApi, startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import type { PostHogLogRow } from '../../../src/testing/posthog-api/log-row.js'
import { runCli } from '../../../test/cli/support/run-cli.js'
import { atTier } from '../../../test/support/tier.js'
import { readConfig } from '../../src/config.js'
import { createLog } from '../../src/log.js'
import { type RunningServer, startServer } from '../../src/server.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const HOUR = 3_600_000
const HOURS = atTier({ test: 2, long: 6, soak: 6 })

/** The same in every hour: two services, and errors among them. */
function rowsBefore(end: number): PostHogLogRow[] {
  const rows: PostHogLogRow[] = []
  for (let hour = 1; hour <= HOURS; hour++) {
    const at = (i: number) => end - hour * HOUR + 1 + i * 10_000
    for (let i = 0; i < 120; i++) rows.push({ timestamp: at(i), service: 'shop', body: `cart ${i} saved in ${i} ms` })
    for (let i = 0; i < 10; i++)
      rows.push({ timestamp: at(i), service: 'shop', body: `card ${i} declined`, severity: 'error' })
    for (let i = 0; i < 40; i++) rows.push({ timestamp: at(i), service: 'mail', body: `letter ${i} sent` })
  }
  return rows
}

describe('lipservice posthog import', () => {
  let posthog: FakePostHogApi
  let server: RunningServer
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-import-'))
    posthog = await startFakePostHogApi({ personalApiKey: KEY })
    posthog.addLogs(rowsBefore(Math.floor((Date.now() - 15 * 60_000) / HOUR) * HOUR))
    server = await startServer(readConfig(['--port', '0', '--database', join(folder, 'db')], {}), createLog('silent'))
  })
  afterAll(async () => {
    await server.stop()
    await posthog.close()
    await rm(folder, { recursive: true, force: true })
  })

  const run = (args: readonly string[], stop?: AbortSignal) =>
    runCli(
      [
        'posthog',
        'import',
        '--host',
        posthog.url,
        '--project',
        posthog.project,
        '--hours',
        `${HOURS}`,
        '--json',
        ...args,
      ],
      {
        env: {
          POSTHOG_PERSONAL_API_KEY: KEY,
          LIPSERVICE_URL: server.url,
          LIPSERVICE_API_KEY: server.firstKey!,
          XDG_STATE_HOME: folder,
        },
        ...(stop !== undefined && { stop }),
      },
    )
  async function seenOf(service: string): Promise<{ seen: number; errors: number }> {
    const now = Math.floor(Date.now() / 1_000)
    const path = `/api/v1/services/${service}/timeline?step=hour&from=${now - 86_400}&to=${now}`
    const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.firstKey}` } })
    const sums = { seen: 0, errors: 0 }
    if (!answer.ok) return sums
    const [points] = Object.values((await answer.json()) as Record<string, { seen: number; errors: number }[]>).filter(
      Array.isArray,
    )
    for (const { seen, errors } of points!) {
      sums.seen += seen
      sums.errors += errors
    }
    return sums
  }

  it('stopped after an hour goes on with --resume, and a second import adds nothing', async () => {
    const nothing = await run(['--resume'])
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('without --resume') })
    const stopping = new AbortController()
    let isOver = false
    const first = run([], stopping.signal).finally(() => {
      isOver = true
    })
    while (!isOver && (await seenOf('shop')).seen === 0) await new Promise(setImmediate)
    stopping.abort()
    const { code } = await first
    expect([0, 130]).toContain(code)
    const resumed = code === 130 ? await run(['--resume']) : await run([])
    expect(resumed).toMatchObject({ code: 0, err: '' })
    expect(await seenOf('shop')).toEqual({ seen: HOURS * 130, errors: HOURS * 10 })
    expect(await seenOf('mail')).toEqual({ seen: HOURS * 40, errors: 0 })
    const again = await run([])
    expect(again.code).toBe(0)
    expect(JSON.parse(again.out)).toMatchObject({
      records: 0,
      service_hours: { repeated: 2 * HOURS },
      hours_read: HOURS,
    })
    expect(await seenOf('shop')).toEqual({ seen: HOURS * 130, errors: HOURS * 10 })
  })

  it('and what the server then tells PostHog adds up to the same, each hour once', async () => {
    const env = {
      POSTHOG_PERSONAL_API_KEY: KEY,
      POSTHOG_API_KEY: posthog.projectApiKey,
      LIPSERVICE_URL: server.url,
      LIPSERVICE_API_KEY: server.firstKey!,
    }
    const tell = async () => {
      const args = ['posthog', 'tell', '--host', posthog.url, '--project', posthog.project, '--json']
      const { code, out, err } = await runCli(args, { env })
      expect({ code, err }).toEqual({ code: 0, err: '' })
      return JSON.parse(out)
    }
    expect(await tell()).toMatchObject({ events: 2 * HOURS, sent: 2 * HOURS, lost: 0, proven: true })
    const told = posthog.events.filter(({ properties }) => properties['service'] === 'shop')
    const sum = (name: string) => told.reduce((all, { properties }) => all + Number(properties[name]), 0)
    expect({ seen: sum('seen_records'), hours: told.length }).toEqual({ seen: HOURS * 130, hours: HOURS })
    expect(await tell()).toMatchObject({ known: 2 * HOURS, sent: 0 })
  })

  it('shows no key, and says which server does not take its own', async () => {
    const answer = await runCli(['posthog', 'import', '--host', posthog.url, '--project', '1', '--hours', '1'], {
      env: {
        POSTHOG_PERSONAL_API_KEY: KEY,
        LIPSERVICE_URL: server.url,
        LIPSERVICE_API_KEY: 'ls_wrong',
        XDG_STATE_HOME: folder,
      },
    })
    expect(answer.code).toBe(2)
    expect(answer.err).toContain('scope admin')
    expect(answer.out + answer.err).not.toContain(KEY)
  })
})
