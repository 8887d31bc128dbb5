import type { Outcome } from './outcome.js'

/** Place of a tile on a board of 12 columns. */
export interface TileLayout {
  /** Column, 0–11. */
  readonly x: number
  /** Row, from 0. */
  readonly y: number
  /** Columns, 1–12. */
  readonly w: number
  /** Rows. */
  readonly h: number
}

/** A tile of a dashboard. */
export interface DashboardTile {
  /** Number by which it is moved. */
  readonly id: number
  /** Of the insight that it shows; `undefined`: a text. */
  readonly insightId: number | undefined
  /** Of a text tile. */
  readonly text: string | undefined
  /** `undefined`: nobody has moved it. */
  readonly layout: TileLayout | undefined
}

/** A dashboard of PostHog. */
export interface Dashboard {
  /** Number by which it is changed. */
  readonly id: number
  /** What people read. */
  readonly name: string
  /** Empty if it has none. */
  readonly description: string
  /** In lower case, as PostHog keeps them. */
  readonly tags: readonly string[]
  /** Whether it stands among the pinned ones. */
  readonly pinned: boolean
  /** Removed ones are never in lists. */
  readonly deleted: boolean
  /** Empty in lists: ask for the one. */
  readonly tiles: readonly DashboardTile[]
}

/** A dashboard to make. */
export interface NewDashboard {
  /** What people read. */
  readonly name: string
  /** Default: none. */
  readonly description?: string
  /** Put in lower case by PostHog. Default: none. */
  readonly tags?: readonly string[]
  /** Default: `false`. */
  readonly pinned?: boolean
}

/** Dashboards. */
export interface DashboardsApi {
  /** All that have a tag. Scope `dashboard:read`, as `get`. */
  list(tag: string): Promise<Outcome<readonly Dashboard[]>>
  /** One with its tiles. */
  get(id: number): Promise<Outcome<Dashboard>>
  /** Scope `dashboard:write`, as all that follow. */
  create(dashboard: NewDashboard): Promise<Outcome<Dashboard>>
  /** Changes what is given of one, and moves tiles. */
  update(
    id: number,
    change: Partial<NewDashboard> & {
      readonly layouts?: readonly { readonly tileId: number; readonly layout: TileLayout }[]
    },
  ): Promise<Outcome<Dashboard>>
  /** Adds a tile of text. */
  addText(id: number, text: string): Promise<Outcome<DashboardTile>>
  /** Changes the text of a tile. */
  updateText(id: number, tileId: number, text: string): Promise<Outcome<undefined>>
  /** Removes one; PostHog keeps it as deleted. */
  remove(id: number): Promise<Outcome<undefined>>
}

/** A saved insight of PostHog. */
export interface Insight {
  /** Number by which it is changed. */
  readonly id: number
  /** By which its page goes. */
  readonly shortId: string
  /** What people read. */
  readonly name: string
  /** Empty if it has none. */
  readonly description: string
  /** In lower case, as PostHog keeps them. */
  readonly tags: readonly string[]
  /** Removed ones are never in lists. */
  readonly deleted: boolean
  /** Its definition, as PostHog has it. */
  readonly query: Readonly<Record<string, unknown>>
  /** Boards that it is on. */
  readonly dashboards: readonly number[]
  /** When its definition was changed last: ISO 8601. `undefined` where PostHog does not say. */
  readonly lastModifiedAt: string | undefined
}

/** An insight to make. */
export interface NewInsight {
  /** What people read. */
  readonly name: string
  /** Up to 400 characters. */
  readonly description?: string
  /** Its definition, such as a `DataVisualizationNode` over HogQL. */
  readonly query: Readonly<Record<string, unknown>>
  /** Ids of the boards that it is put on. Default: none. */
  readonly dashboards?: readonly number[]
  /** Put in lower case by PostHog. Default: none. */
  readonly tags?: readonly string[]
}

/** Insights. */
export interface InsightsApi {
  /** All that have a tag. Scope `insight:read`. */
  list(tag: string): Promise<Outcome<readonly Insight[]>>
  /** Scope `insight:write`, as all that follow. */
  create(insight: NewInsight): Promise<Outcome<Insight>>
  /** Changes what is given of one. */
  update(id: number, change: Partial<NewInsight>): Promise<Outcome<Insight>>
  /** Removes one; PostHog keeps it as deleted. */
  remove(id: number): Promise<Outcome<undefined>>
}

/** A mark in the graphs of PostHog. */
export interface Annotation {
  /** Number by which it is removed. */
  readonly id: number
  /** What it says. */
  readonly content: string
  /** ISO 8601. */
  readonly dateMarker: string
  /** `undefined`: of the whole project. */
  readonly dashboardId: number | undefined
  /** Removed ones are never in lists. */
  readonly deleted: boolean
}

/** A mark to make. */
export interface NewAnnotation {
  /** Up to 8,192 characters. */
  readonly content: string
  /** The moment that it marks. */
  readonly at: Date
  /** Of this board; without it, of the whole project. */
  readonly dashboardId?: number
}

/** Annotations. */
export interface AnnotationsApi {
  /** Those whose content has a text in it. Scope `annotation:read`. */
  search(text: string): Promise<Outcome<readonly Annotation[]>>
  /** Scope `annotation:write`, as `remove`. */
  create(annotation: NewAnnotation): Promise<Outcome<Annotation>>
  /** Removes one; PostHog keeps it as deleted. */
  remove(id: number): Promise<Outcome<undefined>>
}
