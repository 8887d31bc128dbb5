import type { Outcome } from './outcome.js'

/** Place of a tile on a board of 12 columns. */
export interface TileLayout {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface DashboardTile {
  readonly id: number
  /** Of the insight that it shows; `undefined`: a text. */
  readonly insightId: number | undefined
  /** Of a text tile. */
  readonly text: string | undefined
  readonly layout: TileLayout | undefined
}

export interface Dashboard {
  readonly id: number
  readonly name: string
  readonly description: string
  /** In lower case, as PostHog keeps them. */
  readonly tags: readonly string[]
  readonly pinned: boolean
  readonly deleted: boolean
  /** Empty in lists: ask for the one. */
  readonly tiles: readonly DashboardTile[]
}

export interface NewDashboard {
  readonly name: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly pinned?: boolean
}

export interface DashboardsApi {
  /** All that have a tag. Scope `dashboard:read`, as `get`. */
  list(tag: string): Promise<Outcome<readonly Dashboard[]>>
  get(id: number): Promise<Outcome<Dashboard>>
  /** Scope `dashboard:write`, as all that follow. */
  create(dashboard: NewDashboard): Promise<Outcome<Dashboard>>
  update(
    id: number,
    change: Partial<NewDashboard> & {
      readonly layouts?: readonly { readonly tileId: number; readonly layout: TileLayout }[]
    },
  ): Promise<Outcome<Dashboard>>
  addText(id: number, text: string): Promise<Outcome<DashboardTile>>
  updateText(id: number, tileId: number, text: string): Promise<Outcome<undefined>>
  remove(id: number): Promise<Outcome<undefined>>
}

export interface Insight {
  readonly id: number
  readonly shortId: string
  readonly name: string
  readonly description: string
  readonly tags: readonly string[]
  readonly deleted: boolean
  readonly query: Readonly<Record<string, unknown>>
  /** Boards that it is on. */
  readonly dashboards: readonly number[]
  /** When its definition was changed last: ISO 8601. `undefined` where PostHog does not say. */
  readonly lastModifiedAt: string | undefined
}

export interface NewInsight {
  readonly name: string
  /** Up to 400 characters. */
  readonly description?: string
  readonly query: Readonly<Record<string, unknown>>
  readonly dashboards?: readonly number[]
  readonly tags?: readonly string[]
}

export interface InsightsApi {
  /** All that have a tag. Scope `insight:read`. */
  list(tag: string): Promise<Outcome<readonly Insight[]>>
  /** Scope `insight:write`, as all that follow. */
  create(insight: NewInsight): Promise<Outcome<Insight>>
  update(id: number, change: Partial<NewInsight>): Promise<Outcome<Insight>>
  remove(id: number): Promise<Outcome<undefined>>
}

export interface Annotation {
  readonly id: number
  readonly content: string
  /** ISO 8601. */
  readonly dateMarker: string
  readonly dashboardId: number | undefined
  readonly deleted: boolean
}

export interface NewAnnotation {
  /** Up to 8,192 characters. */
  readonly content: string
  readonly at: Date
  /** Of this board; without it, of the whole project. */
  readonly dashboardId?: number
}

export interface AnnotationsApi {
  /** Those whose content has a text in it. Scope `annotation:read`. */
  search(text: string): Promise<Outcome<readonly Annotation[]>>
  /** Scope `annotation:write`, as `remove`. */
  create(annotation: NewAnnotation): Promise<Outcome<Annotation>>
  remove(id: number): Promise<Outcome<undefined>>
}
