import type { TileLayout } from '../api/contract/boards.js'
import type { CanvasProject } from '../api/contract/canvases.js'
import type { HogQL } from '../api/hogql.js'

/** How PostHog shows the rows of a tile. */
export type TileDisplay = 'ActionsBar' | 'ActionsStackedBar' | 'ActionsLineGraph' | 'ActionsTable'

/** An insight that the board has. */
export interface WantedTile {
  /** What it is found by, in a tag: lower case, digits and `_`. */
  readonly name: string
  /** What people read. */
  readonly title: string
  /** What its figures are, in up to 350 characters. */
  readonly description: string
  /** What is asked each time that it is looked at. */
  readonly query: HogQL
  /** Table or chart. */
  readonly display: TileDisplay
  /** Columns of a chart. */
  readonly axes?: { readonly x: string; readonly y: readonly string[] }
  /** Where it is put first; people move it as they like. */
  readonly layout: TileLayout
}

/** A saved view of PostHog's logs page. */
export interface WantedView {
  /** What people read. */
  readonly title: string
  /** As PostHog has them. */
  readonly filters: Readonly<Record<string, unknown>>
}

/** A canvas, as it is to be in PostHog. */
export interface WantedCanvas {
  /** What people read. */
  readonly name: string
  /** With its mark. */
  readonly project: CanvasProject
}

/** A dashboard, as it is to be in PostHog. */
export interface WantedBoard {
  /** What people read. */
  readonly title: string
  /** What it is. */
  readonly description: string
  /** Tile of text: Markdown. */
  readonly text: string
  /** Where the text is put first. */
  readonly textLayout: TileLayout
  /** In the order in which they are made. */
  readonly tiles: readonly WantedTile[]
  /** Saved views of logs. */
  readonly views: readonly WantedView[]
  /** `undefined`: what is there is left alone. */
  readonly canvas: WantedCanvas | undefined
}

/** What is wanted of a removal. */
export const NO_BOARD: WantedBoard = {
  title: '',
  description: '',
  text: '',
  textLayout: { x: 0, y: 0, w: 12, h: 1 },
  tiles: [],
  views: [],
  canvas: undefined,
}

/** Tag of all that LipService makes. */
export const OURS = 'lipservice'
/** Tag of the dashboard. */
export const BOARD = 'lipservice:board'
const TILE = 'lipservice:tile:'

/** Returns the tags of a tile, as PostHog keeps them: in lower case. */
export const tagsOfTile = (name: string): readonly string[] => [OURS, `${TILE}${name}`]

/** Returns which tile an insight is by its tags; `undefined`: none of ours. */
export function tileNameOf(tags: readonly string[]): string | undefined {
  if (!tags.includes(OURS)) return undefined
  return tags.find((tag) => tag.startsWith(TILE))?.slice(TILE.length)
}
