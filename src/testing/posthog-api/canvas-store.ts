import { type Answer, invalid, okay } from './answers.js'
import { diagnosticsOf } from './canvas-project.js'
import type { PostHogApiSwitches } from './settings.js'

/** A canvas that is there. */
export interface FakeCanvas {
  /** By which it goes in paths. */
  readonly id: string
  /** What people read. */
  readonly name: string
  /** Empty if it has none. */
  readonly description: string
  /** Of the space that it is filed in. */
  readonly channel: string
  /** What was published last, as it was sent; `undefined`: nothing yet. */
  readonly project: object | undefined
}

/** The same with its versions and builds. */
export interface StoredCanvas {
  id: string
  name: string
  description: string
  channel: string
  project: object | undefined
  version: string | undefined
  publishedBuild: string | undefined
  builds: Build[]
  deleted: boolean
}

interface Build {
  readonly id: string
  readonly version: string
  looks: number
}

/** Spaces that a project has from the start. */
export const SPACES = [
  { id: '00000000-0000-4000-8000-00000000c001', name: 'me', channel_type: 'personal', system_role: null },
  { id: '00000000-0000-4000-8000-00000000c002', name: 'general', channel_type: 'public', system_role: 'general' },
  { id: '00000000-0000-4000-8000-00000000c003', name: 'costs', channel_type: 'public', system_role: null },
] as const
export const EMPTY_PROJECT = {
  schemaVersion: 1,
  files: { 'index.html': '', 'src/canvas.tsx': '' },
  entryHtml: 'index.html',
}

/** Canvases that were made, and what becomes of them. */
export class CanvasStore {
  readonly #all: StoredCanvas[] = []
  readonly #switches: PostHogApiSwitches
  readonly #origin: () => string
  #next = 1

  constructor(switches: PostHogApiSwitches, origin: () => string) {
    this.#switches = switches
    this.#origin = origin
  }

  get living(): readonly StoredCanvas[] {
    return this.#all.filter(({ deleted }) => !deleted)
  }

  #id(): string {
    return `00000000-0000-4000-8000-${String(this.#next++).padStart(12, '0')}`
  }

  list(search: string): Answer {
    const found = this.#all
      .filter(({ deleted, name, description }) =>
        deleted ? false : `${name}\n${description}`.toLowerCase().includes(search.toLowerCase()),
      )
      .toReversed()
    return okay({ count: found.length, next: null, previous: null, results: found.map((one) => this.shown(one)) })
  }

  create({ name, description = '', channel_id }: Record<string, unknown>): Answer {
    if (!SPACES.some(({ id }) => id === channel_id)) return invalid('Channel not found in this team.')
    const canvas: StoredCanvas = {
      id: this.#id(),
      name: String(name).trim(),
      description: String(description).trim(),
      channel: String(channel_id),
      project: undefined,
      version: undefined,
      publishedBuild: undefined,
      builds: [],
      deleted: false,
    }
    this.#all.push(canvas)
    return okay(this.shown(canvas), 201)
  }

  publish(canvas: StoredCanvas, body: Record<string, unknown>): Answer {
    const diagnostics = diagnosticsOf(body['project'] as Parameters<typeof diagnosticsOf>[0])
    if (diagnostics.length > 0)
      return {
        status: 400,
        body: { detail: 'The source project failed validation.', code: 'invalid_source_project', diagnostics },
      }
    const expected = body['expected_current_version_id']
    if (expected !== undefined && expected !== (canvas.version ?? null))
      return {
        status: 409,
        body: {
          detail: 'The canvas changed since it was read (a concurrent publish or a revert).',
          code: 'version_conflict',
          current_version_id: canvas.version ?? null,
        },
      }
    canvas.project = body['project'] as object
    canvas.version = this.#id()
    canvas.builds.unshift({ id: this.#id(), version: canvas.version, looks: 0 })
    return okay({ canvas: this.shown(canvas), current_version_id: canvas.version, diagnostics })
  }

  builds(canvas: StoredCanvas): Answer {
    const { looksUntilBuilt, buildProblem } = this.#switches
    const builds = canvas.builds.map((build, i) => {
      const isDone = build.looks++ >= looksUntilBuilt
      const status = isDone ? (i === 0 && buildProblem !== undefined ? 'failed' : 'ready') : 'building'
      if (status === 'ready') canvas.publishedBuild = build.id
      const diagnostics =
        status === 'failed' ? [{ severity: 'error', code: 'build_failed', message: buildProblem }] : []
      const manifest = status === 'ready' ? { entryHtml: 'index.html', assets: [] } : null
      return { id: build.id, source_version_id: build.version, build_status: status, diagnostics, manifest }
    })
    return okay({
      published_build_id: canvas.publishedBuild ?? null,
      current_version_id: canvas.version ?? null,
      builds: builds.slice(0, 20),
    })
  }

  shown({ id, name, description, channel, version, publishedBuild }: StoredCanvas): object {
    return {
      id,
      name,
      kind: 'freeform',
      description,
      channel,
      current_version_id: version ?? null,
      published_build_id: publishedBuild ?? null,
      forked_from_canvas_id: null,
      url: `${this.#origin()}/desktop/canvas/${channel}/${id}`,
    }
  }
}
