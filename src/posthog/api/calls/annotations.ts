import * as z from 'zod/mini'
import type { Annotation, AnnotationsApi } from '../contract/boards.js'
import { mapOutcome } from '../contract/outcome.js'
import { askPages, askProject, type Endpoints, NOTHING, TEXT } from './endpoint.js'

const ANNOTATION = z.object({
  id: z.int(),
  content: TEXT,
  date_marker: TEXT,
  dashboard_id: z.optional(z.nullable(z.int())),
  deleted: z.optional(z.nullable(z.boolean())),
})

const WRITE = { what: 'an annotation', scope: 'annotation:write' } as const

export function annotationsApi(on: Endpoints): AnnotationsApi {
  return {
    search: async (text) =>
      mapOutcome(
        await askPages(
          on,
          'annotations/',
          { what: 'annotations', scope: 'annotation:read', item: ANNOTATION },
          { search: text },
        ),
        (found) => found.map(annotationOf).filter(({ content, deleted }) => !deleted && content.includes(text)),
      ),
    create: async ({ content, at, dashboardId }) =>
      mapOutcome(
        await askProject(on, 'annotations/', {
          ...WRITE,
          method: 'POST',
          body: {
            content,
            date_marker: at.toISOString(),
            creation_type: 'USR',
            ...(dashboardId === undefined ? { scope: 'project' } : { scope: 'dashboard', dashboard_id: dashboardId }),
          },
          shape: ANNOTATION,
        }),
        annotationOf,
      ),
    remove: (id) =>
      askProject(on, `annotations/${id}/`, { ...WRITE, method: 'PATCH', body: { deleted: true }, shape: NOTHING }),
  }
}

const annotationOf = (found: z.infer<typeof ANNOTATION>): Annotation => ({
  id: found.id,
  content: found.content,
  dateMarker: found.date_marker,
  dashboardId: found.dashboard_id ?? undefined,
  deleted: found.deleted === true,
})
