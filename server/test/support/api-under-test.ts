import { assemble, type Parts } from '../../src/assemble.js'
import { type Config, readConfig } from '../../src/config.js'
import { createLog } from '../../src/log.js'
import type { Page } from '../../src/page/page-files.js'
import type { Scope } from '../../src/scope.js'
import { openStore } from '../../src/store/open-store.js'
import type { Store } from '../../src/store/store.js'
import { openMemoryStore } from './ready-databases.js'
import { TEN } from './reports.js'

export interface ApiUnderTest extends Parts {
  readonly clock: { millis: number }
  /** Lines of the server's own log. */
  readonly logged: string[]
  /** A key of a team, by name. */
  keyOf(team: string, ...scopes: Scope[]): Promise<string>
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>
  close(): Promise<void>
}

export interface CallOptions {
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any
}

/**
 * The whole API with a clock of its own and without a port; on SQLite in memory unless `database` says otherwise, or a store is
 * given; with a page for browsers, where one is given.
 */
export async function startApi(overrides: Partial<Config> = {}, given?: Store, page?: Page): Promise<ApiUnderTest> {
  const clock = { millis: TEN * 1000 }
  const logged: string[] = []
  const log = createLog('info', { write: (line) => void logged.push(line) })
  const { database } = overrides
  const store =
    given ??
    (database === undefined
      ? await openMemoryStore()
      : await openStore({ database, connections: 2, onError: () => {} }))
  const config = { ...readConfig([], {}), ...overrides }
  const now = () => clock.millis
  const parts = assemble(config, store, log, now, () => false, now, page)
  return {
    ...parts,
    clock,
    logged,
    async keyOf(team, ...scopes) {
      const teamId = await store.keys.ensureTeam(team, TEN)
      return (await parts.keys.create(teamId, 'test', scopes, 'test')).text
    },
    async call(method, path, { key, body, headers = {} } = {}) {
      const text = body instanceof Uint8Array ? body : body === undefined ? undefined : JSON.stringify(body)
      const response = await parts.app.request(path, {
        method: method.toUpperCase(),
        headers: {
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(text !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(text !== undefined && { body: text as string }),
      })
      const answer = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        json: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(answer) : undefined,
      }
    },
    close: () => store.close(),
  }
}

/** A report as an SDK sends it. */
export function reportOf(rest: object = {}, patterns: object[] = [{}]): Record<string, unknown> {
  const full = patterns.map((pattern, i) => ({
    signature: (i + 1).toString(16).padStart(16, '0'),
    count: 100,
    sampled_count: 10,
    first_seen: TEN,
    last_seen: TEN,
    template: `thing ${i} happened`,
    severity_distribution: { INFO: 95, ERROR: 5 },
    bytes: 20_000,
    sampled_bytes: 2_000,
    ...pattern,
  }))
  return {
    service_name: 'shop',
    timestamp: TEN,
    patterns: full,
    total_logs: 100 * full.length,
    unique_patterns: full.length,
    instance_id: 'i1',
    sequence: 0,
    service_version: '1.0.0',
    sdk: 'node/0.1.0',
    mode: 'active',
    ...rest,
  }
}
