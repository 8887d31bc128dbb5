import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from '../../../src/testing/posthog-api/fake-posthog-api.js'
import type { Config } from '../../src/config.js'
import { type ApiUnderTest, startApi } from './api-under-test.js'
import { TEN } from './reports.js'

export const SECRET = 'a secret of the server, of 32 bytes or more'
export const PERSONAL_KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
export const PROJECT_KEY = 'phc_0123456789abcdefghijABCDEFGHIJ'
export const CONNECTION = '/api/v1/posthog/connection'
/** What a key of PostHog looks like; what is shown of one has not so much of it. */
export const KEY_SHAPED = /ph[a-z]_[A-Za-z0-9]{5,}/

/** The server's API with a PostHog that it may be connected to. */
export interface PostHogServer extends ApiUnderTest {
  readonly posthog: FakePostHogApi
  /** Of the admin of the team `own`. */
  readonly key: string
  /** What connects it. */
  readonly body: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  connection(): Promise<any>
  /** All that the database has, as a text. */
  dump(): string
}

export async function startPostHogServer(
  overrides: Partial<Config> = {},
  options: FakePostHogApiOptions = {},
  moreHosts = '',
): Promise<PostHogServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-posthog-'))
  const database = overrides.database ?? join(folder, 'db')
  let now = () => TEN * 1_000
  const posthog = await startFakePostHogApi({
    personalApiKey: PERSONAL_KEY,
    projectApiKey: PROJECT_KEY,
    clock: { now: () => now() },
    ...options,
  })
  const hosts = [new URL(posthog.url).host, moreHosts].join()
  const api = await startApi({ 'posthog-hosts': hosts, 'secret-key': SECRET, database, ...overrides })
  now = () => api.clock.millis
  const key = await api.keyOf('own', 'admin')
  return {
    ...api,
    posthog,
    key,
    body: {
      host: posthog.url,
      project: posthog.project,
      personal_api_key: PERSONAL_KEY,
      project_api_key: PROJECT_KEY,
    },
    connection: async () => (await api.call('get', CONNECTION, { key })).json,
    dump() {
      const db = new DatabaseSync(database)
      const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
      const rows = tables.map(({ name }) => [name, db.prepare(`SELECT * FROM ${name}`).all()])
      db.close()
      return JSON.stringify(rows)
    },
    async close() {
      await api.close()
      await posthog.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
