import type { Outcome } from './outcome.js'

/** A space of PostHog, in which canvases are filed; its API names them channels of tasks. */
export interface CanvasSpace {
  /** By which canvases are filed in it. */
  readonly id: string
  /** In lower case, as PostHog keeps it. */
  readonly name: string
  /** All of the team see it; else it is one person's own. */
  readonly isShared: boolean
}

/** A canvas of PostHog: a small app that runs in its pages. */
export interface Canvas {
  /** By which it is changed. */
  readonly id: string
  /** What people read. */
  readonly name: string
  /** Empty if it has none. */
  readonly description: string
  /** Its page, as PostHog names it. */
  readonly url: string | undefined
  /** Somebody copied another. */
  readonly isCopy: boolean
}

/** What a canvas is made of. */
export interface CanvasProject {
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>
  /** The page among them. */
  readonly entryHtml: string
  /** What of PostHog it may use. */
  readonly capabilities: Readonly<Record<string, unknown>>
}

/** What a canvas is made of now, and the version that it is. */
export interface CanvasSource {
  /** PostHog has its own until the first was published. */
  readonly project: CanvasProject
  /** `undefined`: nothing was published yet. */
  readonly versionId: string | undefined
}

/** How far PostHog is with making a canvas of its source. */
export interface CanvasBuild {
  /** Of the source. */
  readonly versionId: string
  /** A build that failed leaves the last that did not. */
  readonly status: 'queued' | 'building' | 'ready' | 'failed'
  /** Why it failed, in PostHog's words. */
  readonly problems: readonly string[]
}

/** Canvases. Many projects have none: 404, or 403. */
export interface CanvasesApi {
  /** Spaces that the key sees. Scope `task:read`. */
  spaces(): Promise<Outcome<readonly CanvasSpace[]>>
  /** Those whose name or description has a text in it. Scope `canvas:read`, as `source` and `builds`. */
  search(text: string): Promise<Outcome<readonly Canvas[]>>
  /** What one is made of. */
  source(id: string): Promise<Outcome<CanvasSource>>
  /** The latest builds, the newest first. */
  builds(id: string): Promise<Outcome<readonly CanvasBuild[]>>
  /** Makes an empty one. Scope `canvas:write`, as all that follow. */
  create(canvas: {
    readonly name: string
    readonly description: string
    readonly spaceId: string
  }): Promise<Outcome<Canvas>>
  /**
   * Publishes a new source of one, and answers the version that it is. `refused` with the code `version_conflict`: it is no longer the version that
   * was expected.
   */
  publish(id: string, project: CanvasProject, expected: string | undefined): Promise<Outcome<string>>
  /** Removes one; PostHog keeps it as deleted. Only who made it may. */
  remove(id: string): Promise<Outcome<undefined>>
}
