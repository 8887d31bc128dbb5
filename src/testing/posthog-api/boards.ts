import { type Answer, notFound, okay } from './answers.js'
import { Collection, hasTags, hasText, type Item } from './collection.js'
import { anything, fields, flag, listOf, oneOf, record, text, textUpTo, whole } from './fields.js'
import type { FakeRequest, Route } from './route.js'

interface Tile {
  readonly id: number
  insight: Item | null
  text: { body: string } | null
  layouts: Record<string, unknown>
}

/** Dashboards with their tiles, insights and annotations. */
export class Boards {
  readonly #tiles = new Map<unknown, Tile[]>()
  #nextTile = 1

  readonly dashboards = new Collection({
    path: 'dashboards',
    scope: 'dashboard',
    query: ['tags', 'search'],
    fields: {
      name: textUpTo(400),
      description: text,
      pinned: flag,
      tags: listOf(text),
      tiles: listOf(
        fields({
          'id!': whole(),
          'layouts!': fields({
            'sm!': fields({ 'x!': whole(0, 11), 'y!': whole(0), 'w!': whole(1, 12), 'h!': whole(1) }),
          }),
        }),
      ),
    },
    made: (id, given) => ({ id, name: '', description: '', pinned: false, tags: [], deleted: false, ...given }),
    listed: (item, query) => hasTags(item, query) && hasText('name', 'description')(item, query),
    changed: (item, given) => {
      for (const { id, layouts } of (given['tiles'] ?? []) as Tile[]) {
        const tile = this.tilesOf(item).find((one) => one.id === id)
        if (tile === undefined) return notFound()
        tile.layouts = layouts
      }
      return undefined
    },
    // Lists have no tiles.
    shown: (item, alone) => (alone ? { ...item, tiles: this.tilesOf(item) } : item),
  })

  readonly insights = new Collection({
    path: 'insights',
    scope: 'insight',
    query: ['tags', 'search', 'short_id', 'saved'],
    fields: {
      name: textUpTo(400),
      description: textUpTo(400),
      query: fields({
        'kind!': oneOf('DataVisualizationNode', 'InsightVizNode', 'DataTableNode'),
        'source!': record,
        display: anything,
        chartSettings: anything,
        tableSettings: anything,
      }),
      dashboards: listOf(whole()),
      tags: listOf(text),
      saved: flag,
      favorited: flag,
    },
    made: (id, given) => ({
      id,
      short_id: `sh${String(id).padStart(6, '0')}`,
      name: '',
      description: '',
      tags: [],
      dashboards: [],
      deleted: false,
      last_modified_at: '2026-01-01T00:00:00Z',
      ...given,
    }),
    listed: (item, query) => hasTags(item, query) && hasText('name', 'description')(item, query),
    changed: (item) => this.#place(item),
  })

  readonly annotations = new Collection({
    path: 'annotations',
    scope: 'annotation',
    query: ['search'],
    fields: {
      'content!': textUpTo(8_192),
      'date_marker!': text,
      creation_type: oneOf('USR', 'GIT'),
      scope: oneOf('dashboard_item', 'dashboard', 'project', 'organization'),
      dashboard_id: whole(),
    },
    made: (id, given) => ({ id, dashboard_id: null, deleted: false, ...given }),
    listed: hasText('content'),
  })

  tilesOf(dashboard: Item): Tile[] {
    let tiles = this.#tiles.get(dashboard.id)
    if (tiles === undefined) {
      tiles = []
      this.#tiles.set(dashboard.id, tiles)
    }
    return tiles.filter(({ insight }) => insight === null || insight['deleted'] !== true)
  }

  routes(): readonly Route[] {
    const one = '/api/projects/:project/dashboards/:/'
    const auth = { scope: 'dashboard:write' }
    return [
      ...this.dashboards.routes(),
      ...this.insights.routes(),
      ...this.annotations.routes(),
      {
        method: 'POST',
        path: `${one}create_text_tile/`,
        auth,
        body: fields({ 'body!': textUpTo(4_000), layouts: record, color: text }),
        handle: (request) =>
          this.#onDashboard(request, (dashboard) =>
            okay(this.#tile(dashboard, null, { body: String(request.body['body']) }), 201),
          ),
      },
      {
        method: 'POST',
        path: `${one}update_text_tile/`,
        auth,
        body: fields({ 'tile_id!': whole(), 'body!': textUpTo(4_000) }),
        handle: (request) =>
          this.#onDashboard(request, (dashboard) => {
            const tile = this.tilesOf(dashboard).find(
              ({ id, text: body }) => id === request.body['tile_id'] && body !== null,
            )
            if (tile === undefined) return notFound()
            tile.text = { body: String(request.body['body']) }
            return okay(tile)
          }),
      },
    ]
  }

  #onDashboard({ params }: FakeRequest, act: (dashboard: Item) => Answer): Answer {
    const dashboard = this.dashboards.find(params[0]!)
    return dashboard === undefined ? notFound() : act(dashboard)
  }

  /** Puts an insight on the boards that it names. */
  #place(insight: Item): Answer | undefined {
    for (const id of (insight['dashboards'] ?? []) as number[]) {
      const dashboard = this.dashboards.find(String(id))
      if (dashboard === undefined)
        return {
          status: 400,
          body: { type: 'validation_error', code: 'invalid_input', detail: 'Dashboard not found', attr: 'dashboards' },
        }
      if (!this.tilesOf(dashboard).some((tile) => tile.insight?.id === insight.id)) this.#tile(dashboard, insight, null)
    }
    return undefined
  }

  #tile(dashboard: Item, insight: Item | null, body: { body: string } | null): Tile {
    const tile: Tile = { id: this.#nextTile++, insight, text: body, layouts: {} }
    this.tilesOf(dashboard)
    this.#tiles.get(dashboard.id)!.push(tile)
    return tile
  }
}
