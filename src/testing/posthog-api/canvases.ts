import { type Answer, notFound, okay } from './answers.js'
import { anything, fields, listOf, oneOf, record, text } from './fields.js'
import type { Route } from './route.js'
import type { PostHogApiSwitches } from './settings.js'

/** Canvas apps: 404 unless the project has them. */
export function canvasRoutes(switches: PostHogApiSwitches, published: object[]): readonly Route[] {
  const names: string[] = []
  const base = '/api/projects/:project/canvases/'
  const whereOn = (answer: Answer): Answer => (switches.canvases ? answer : notFound())
  return [
    {
      method: 'GET',
      path: base,
      auth: { scope: 'canvas:read' },
      query: ['limit', 'offset'],
      handle: () =>
        whereOn(
          okay({
            count: names.length,
            next: null,
            previous: null,
            results: names.map((name, i) => ({ id: String(i + 1), name })),
          }),
        ),
    },
    {
      method: 'POST',
      path: base,
      auth: { scope: 'canvas:write' },
      body: fields({ 'name!': text, 'channel_id!': text, 'kind!': oneOf('freeform') }),
      handle: ({ body }) =>
        whereOn(okay({ id: String(names.push(String(body['name']))), current_version_id: null, ...body }, 201)),
    },
    {
      method: 'POST',
      path: `${base}:/publish/`,
      auth: { scope: 'canvas:write' },
      body: fields({
        'project!': fields({
          'files!': record,
          'entryHtml!': text,
          dependencies: record,
          capabilities: listOf(anything),
        }),
        expected_current_version_id: anything,
      }),
      handle: ({ params, body }) => {
        if (!switches.canvases || names[Number(params[0]) - 1] === undefined) return notFound()
        published.push(body)
        return okay({ build_id: '1', status: 'succeeded' }, 202)
      },
    },
  ]
}
