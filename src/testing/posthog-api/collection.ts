import { type Answer, invalid, notFound, okay } from './answers.js'
import type { Check } from './fields.js'
import { fields } from './fields.js'
import type { FakeRequest, Route } from './route.js'

/** A thing of a collection: what was sent, and what PostHog adds. */
export type Item = Record<string, unknown> & { readonly id: number | string }

export interface CollectionOptions {
  /** Such as `insights`, below the project. */
  readonly path: string
  /** Scopes are `<name>:read` and `<name>:write`. */
  readonly scope: string
  readonly fields: Readonly<Record<string, Check>>
  /** Names of the query that lists take, beside `limit` and `offset`. */
  readonly query: readonly string[]
  /** What PostHog adds to a new one. */
  made(id: number, given: Record<string, unknown>): Item
  /** Whether a list has it that is asked for so. */
  listed(item: Item, query: URLSearchParams): boolean
  /** Called with what was changed. */
  changed?(item: Item, given: Record<string, unknown>): Answer | undefined
  /** What is shown. Default: the item. */
  shown?(item: Item, alone: boolean): object
  /** Field that an item goes by in paths. Default: `id`. */
  readonly key?: string
  /** DELETE removes it. Default: `false`, as for most: `{ deleted: true }` does. */
  readonly deletable?: boolean
}

const DEFAULT_PAGE = 100

/** A collection as PostHog's framework makes them: pages, soft deletion, tags in lower case. */
export class Collection {
  readonly items: Item[] = []
  readonly #options: CollectionOptions
  #nextId = 1

  constructor(options: CollectionOptions) {
    this.#options = options
  }

  create(given: Record<string, unknown>): Item {
    const item = this.#options.made(this.#nextId++, lowered(given))
    this.items.push(item)
    return item
  }

  find(key: string): Item | undefined {
    return this.items.find((item) => String(item[this.#options.key ?? 'id']) === key && item['deleted'] !== true)
  }

  routes(): readonly Route[] {
    const { path, scope, query, deletable = false, fields: known } = this.#options
    const [base, one] = [`/api/projects/:project/${path}/`, `/api/projects/:project/${path}/:/`]
    const read = { scope: `${scope}:read` }
    const write = { scope: `${scope}:write` }
    const optional = Object.fromEntries(Object.entries(known).map(([name, check]) => [name.replace('!', ''), check]))
    const alone = ({ params }: FakeRequest, act: (item: Item) => Answer): Answer => {
      const item = this.find(params[0]!)
      return item === undefined ? notFound() : act(item)
    }
    return [
      {
        method: 'GET',
        path: base,
        auth: read,
        query: [...query, 'limit', 'offset'],
        handle: (request) => this.#list(request),
      },
      { method: 'POST', path: base, auth: write, body: fields(known), handle: ({ body }) => this.#make(body) },
      {
        method: 'GET',
        path: one,
        auth: read,
        handle: (request) => alone(request, (item) => okay(this.#show(item, true))),
      },
      {
        method: 'PATCH',
        path: one,
        auth: write,
        body: fields({ ...optional, deleted: (value) => (value === true ? undefined : 'deleted may only be true') }),
        handle: (request) => alone(request, (item) => this.#change(item, request.body)),
      },
      {
        method: 'DELETE',
        path: one,
        auth: write,
        handle: (request) =>
          alone(request, (item) => {
            if (!deletable)
              return {
                status: 405,
                body: {
                  type: 'invalid_request',
                  code: 'method_not_allowed',
                  detail: 'Method "DELETE" not allowed.',
                  attr: null,
                },
              }
            this.items.splice(this.items.indexOf(item), 1)
            return { status: 204, body: undefined }
          }),
      },
    ]
  }

  #make(given: Record<string, unknown>): Answer {
    const item = this.create(given)
    return this.#options.changed?.(item, given) ?? okay(this.#show(item, true), 201)
  }

  #change(item: Item, given: Record<string, unknown>): Answer {
    const { tiles, ...plain } = lowered(given)
    Object.assign(item, plain)
    return this.#options.changed?.(item, given) ?? okay(this.#show(item, true))
  }

  #show(item: Item, alone: boolean): object {
    return this.#options.shown?.(item, alone) ?? item
  }

  #list({ query, path }: FakeRequest): Answer {
    const [limit, offset] = [Number(query.get('limit') ?? DEFAULT_PAGE), Number(query.get('offset') ?? 0)]
    if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(offset) || offset < 0)
      return invalid('limit and offset must be whole numbers')
    const all = this.items.filter((item) => item['deleted'] !== true && this.#options.listed(item, query))
    const page = (at: number): string => {
      const more = new URLSearchParams(query)
      more.set('limit', String(limit))
      more.set('offset', String(at))
      // PostHog names itself as its proxy does, which need not be the address that was asked.
      return `http://internal.posthog${path}?${more}`
    }
    return okay({
      count: all.length,
      next: offset + limit < all.length ? page(offset + limit) : null,
      previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
      results: all.slice(offset, offset + limit).map((item) => this.#show(item, false)),
    })
  }
}

function lowered(given: Record<string, unknown>): Record<string, unknown> {
  const { tags } = given
  return Array.isArray(tags)
    ? { ...given, tags: [...new Set(tags.map((tag) => String(tag).trim().toLowerCase()))].sort() }
    : given
}

/** Returns whether an item has all tags of `?tags=["…"]`. */
export function hasTags(item: Item, query: URLSearchParams): boolean {
  const wanted = query.get('tags')
  if (wanted === null) return true
  const tags = (item['tags'] ?? []) as string[]
  return (JSON.parse(wanted) as string[]).every((tag) => tags.includes(tag))
}

/** Returns whether one of an item's texts has `?search=` in it. */
export const hasText =
  (...names: readonly string[]) =>
  (item: Item, query: URLSearchParams): boolean => {
    const wanted = query.get('search')?.toLowerCase()
    return (
      !wanted ||
      names.some((name) =>
        String(item[name] ?? '')
          .toLowerCase()
          .includes(wanted),
      )
    )
  }
