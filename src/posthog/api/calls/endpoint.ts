import * as z from 'zod/mini'
import type { Call, Client } from '../client/client.js'
import { type Outcome, ok } from '../contract/outcome.js'

/** What all groups of calls have in hand. */
export interface Endpoints {
  readonly client: Client
  /** Origin of the app. */
  readonly app: string
  readonly ingest: string
  readonly project: string
}

/** A call with its usual parts filled in. */
export type Ask<T> = Pick<Call<T>, 'what' | 'scope' | 'shape' | 'method'> & Partial<Call<T>>

/** Asks an endpoint of the project. @param path below `/api/projects/:id/`; names in it are encoded already */
export const askProject = <T>(on: Endpoints, path: string, ask: Ask<T>, query: Record<string, string> = {}) =>
  askApp(on, `/api/projects/${encodeURIComponent(on.project)}/${path}`, ask, query)

export function askApp<T>(
  { client, app }: Endpoints,
  path: string,
  ask: Ask<T>,
  query: Record<string, string> = {},
): Promise<Outcome<T>> {
  const url = new URL(path, app)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return client.ask({ pace: 'other', repeatable: ask.method === 'GET' || ask.method === 'PATCH', ...ask, url })
}

const MAX_PAGES = 50

/** Lists that have no pages are answered as they are. */
export const listIn = <T>(shape: z.ZodMiniType<T>): z.ZodMiniType<T> =>
  z.pipe(
    z.transform((value: unknown) => (Array.isArray(value) ? { results: value } : value)),
    shape,
  ) as unknown as z.ZodMiniType<T>

const PAGE = <T>(item: z.ZodMiniType<T>) =>
  listIn(z.object({ results: z.array(item), next: z.optional(z.nullable(z.string())) }))

/**
 * Asks for all pages of a list. Of an address of the next page only its `limit` and `offset` count: where it leads to is not up to an
 * answer.
 */
export async function askPages<T>(
  on: Endpoints,
  path: string,
  ask: Pick<Ask<T>, 'what' | 'scope'> & { readonly item: z.ZodMiniType<T> },
  query: Record<string, string> = {},
): Promise<Outcome<readonly T[]>> {
  const { item, ...rest } = ask
  const all: T[] = []
  let more: Record<string, string> = { limit: '100' }
  for (let page = 0; page < MAX_PAGES; page++) {
    const shape = PAGE(item) as z.ZodMiniType<{ results: T[]; next?: string | null | undefined }>
    const answer = await askProject(on, path, { ...rest, method: 'GET', shape }, { ...query, ...more })
    if (answer.outcome !== 'ok') return answer
    all.push(...answer.value.results)
    const next = answer.value.next
    if (typeof next !== 'string' || !URL.canParse(next, on.app)) break
    const { searchParams } = new URL(next, on.app)
    const offset = searchParams.get('offset')
    if (offset === null || answer.value.results.length === 0) break
    more = { limit: searchParams.get('limit') ?? '100', offset }
  }
  return ok(all)
}

/** Of answers whose body says nothing that we use. */
export const NOTHING = z.pipe(
  z.unknown(),
  z.transform((): undefined => undefined),
) as unknown as z.ZodMiniType<undefined>

/** A text that may be missing: empty then. */
export const TEXT = z.pipe(
  z.optional(z.nullable(z.string())),
  z.transform((text) => text ?? ''),
) as unknown as z.ZodMiniType<string>
