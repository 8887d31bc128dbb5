import * as z from 'zod/mini'
import type { Canvas, CanvasesApi } from '../contract/canvases.js'
import { mapOutcome } from '../contract/outcome.js'
import { askPages, askProject, type Endpoints, NOTHING, TEXT } from './endpoint.js'

const MAYBE = z.optional(z.nullable(z.string()))
const SPACE = z.object({ id: z.string(), name: TEXT, channel_type: TEXT })
const CANVAS = z.object({ id: z.string(), name: TEXT, description: TEXT, url: MAYBE, forked_from_canvas_id: MAYBE })
const SOURCE = z.object({
  project: z.object({
    files: z.record(z.string(), z.string()),
    entryHtml: z.string(),
    capabilities: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  }),
  current_version_id: z.nullable(z.string()),
})
const DIAGNOSTIC = z.object({ severity: TEXT, message: TEXT })
const BUILDS = z.object({
  builds: z.array(
    z.object({
      source_version_id: z.string(),
      build_status: z.enum(['queued', 'building', 'ready', 'failed']),
      diagnostics: z.optional(z.nullable(z.array(DIAGNOSTIC))),
    }),
  ),
})
const PUBLISHED = z.object({ current_version_id: z.string() })

const SCHEMA_VERSION = 1
const READ = { scope: 'canvas:read', method: 'GET' } as const
const WRITE = { what: 'a canvas', scope: 'canvas:write' } as const

export function canvasesApi(on: Endpoints): CanvasesApi {
  const pathOf = (id: string, more = '') => `canvases/${encodeURIComponent(id)}/${more}`
  return {
    spaces: async () =>
      mapOutcome(await askPages(on, 'task_channels/', { what: 'spaces', scope: 'task:read', item: SPACE }), (found) =>
        found.map(({ id, name, channel_type }) => ({ id, name, isShared: channel_type === 'public' })),
      ),
    search: async (text) =>
      mapOutcome(
        await askPages(on, 'canvases/', { what: 'canvases', scope: READ.scope, item: CANVAS }, { search: text }),
        (found) => found.map(canvasOf),
      ),
    source: async (id) =>
      mapOutcome(
        await askProject(on, pathOf(id, 'source/'), { ...READ, what: 'the source of a canvas', shape: SOURCE }),
        ({ project, current_version_id }) => ({
          project: { ...project, capabilities: project.capabilities ?? {} },
          versionId: current_version_id ?? undefined,
        }),
      ),
    builds: async (id) =>
      mapOutcome(
        await askProject(on, pathOf(id, 'builds/'), { ...READ, what: 'builds of a canvas', shape: BUILDS }),
        ({ builds }) =>
          builds.map(({ source_version_id, build_status, diagnostics }) => ({
            versionId: source_version_id,
            status: build_status,
            problems: (diagnostics ?? []).filter(({ severity }) => severity === 'error').map(({ message }) => message),
          })),
      ),
    create: async ({ name, description, spaceId }) =>
      mapOutcome(
        await askProject(on, 'canvases/', {
          ...WRITE,
          method: 'POST',
          body: { name, description, channel_id: spaceId, kind: 'freeform' },
          shape: CANVAS,
        }),
        canvasOf,
      ),
    publish: async (id, { files, entryHtml, capabilities }, expected) =>
      mapOutcome(
        await askProject(on, pathOf(id, 'publish/'), {
          ...WRITE,
          method: 'POST',
          body: {
            project: { schemaVersion: SCHEMA_VERSION, files, entryHtml, dependencies: {}, capabilities },
            expected_current_version_id: expected ?? null,
            prompt: 'LipService',
          },
          shape: PUBLISHED,
        }),
        ({ current_version_id }) => current_version_id,
      ),
    remove: (id) => askProject(on, pathOf(id), { ...WRITE, method: 'DELETE', shape: NOTHING }),
  }
}

const canvasOf = ({ id, name, description, url, forked_from_canvas_id }: z.infer<typeof CANVAS>): Canvas => ({
  id,
  name,
  description,
  url: url ?? undefined,
  isCopy: typeof forked_from_canvas_id === 'string',
})
