import { type Answer, notFound, okay, problem } from './answers.js'
import { projectFields } from './canvas-project.js'
import { CanvasStore, EMPTY_PROJECT, type FakeCanvas, SPACES, type StoredCanvas } from './canvas-store.js'
import { anything, fields, flag, oneOf, text, textUpTo } from './fields.js'
import type { FakeRequest, Route } from './route.js'
import type { PostHogApiSwitches } from './settings.js'

/** Canvases with their versions and builds, and the spaces that they are filed in. */
export class Canvases {
  readonly #store: CanvasStore
  readonly #switches: PostHogApiSwitches

  constructor(switches: PostHogApiSwitches, origin: () => string) {
    this.#switches = switches
    this.#store = new CanvasStore(switches, origin)
  }

  get living(): readonly FakeCanvas[] {
    return this.#store.living.map(({ id, name, description, channel, project }) => ({
      id,
      name,
      description,
      channel,
      project,
    }))
  }

  routes(): readonly Route[] {
    const store = this.#store
    const [base, one] = ['/api/projects/:project/canvases/', '/api/projects/:project/canvases/:/']
    const [read, write] = [{ scope: 'canvas:read' }, { scope: 'canvas:write' }]
    const handle = (act: (request: FakeRequest) => Answer) => (request: FakeRequest) => this.#gate() ?? act(request)
    const onOne = (act: (canvas: StoredCanvas, request: FakeRequest) => Answer) =>
      handle((request) => {
        const canvas = store.living.find(({ id }) => id === request.params[0])
        return canvas === undefined ? notFound() : act(canvas, request)
      })
    const create = fields({
      'name!': textUpTo(400),
      'channel_id!': text,
      kind: oneOf('freeform'),
      description: text,
      template_id: textUpTo(64),
    })
    const publish = fields({
      'project!': projectFields,
      prompt: text,
      name: textUpTo(400),
      expected_current_version_id: anything,
    })
    const change = fields({ name: textUpTo(400), description: text, channel_id: text, pinned: flag })
    return [
      {
        method: 'GET',
        path: '/api/projects/:project/task_channels/',
        auth: { scope: 'task:read' },
        query: ['limit', 'offset'],
        handle: handle(() => okay(SPACES)),
      },
      {
        method: 'GET',
        path: base,
        auth: read,
        query: ['channel', 'kind', 'search', 'limit', 'offset'],
        handle: handle(({ query }) => store.list(query.get('search') ?? '')),
      },
      { method: 'POST', path: base, auth: write, body: create, handle: handle(({ body }) => store.create(body)) },
      { method: 'GET', path: one, auth: read, handle: onOne((canvas) => okay(store.shown(canvas))) },
      {
        method: 'PATCH',
        path: one,
        auth: write,
        body: change,
        handle: onOne((canvas, { body }) => okay(store.shown(Object.assign(canvas, body)))),
      },
      {
        method: 'DELETE',
        path: one,
        auth: write,
        handle: onOne((canvas) => {
          canvas.deleted = true
          return { status: 204, body: undefined }
        }),
      },
      {
        method: 'GET',
        path: `${one}source/`,
        auth: read,
        query: ['version_id'],
        handle: onOne((canvas) =>
          okay({
            canvas: store.shown(canvas),
            project: canvas.project ?? EMPTY_PROJECT,
            current_version_id: canvas.version ?? null,
          }),
        ),
      },
      { method: 'GET', path: `${one}builds/`, auth: read, handle: onOne((canvas) => store.builds(canvas)) },
      {
        method: 'POST',
        path: `${one}publish/`,
        auth: write,
        body: publish,
        handle: onOne((canvas, { body }) => store.publish(canvas, body)),
      },
    ]
  }

  #gate(): Answer | undefined {
    if (this.#switches.canvases === 'absent') return notFound()
    return this.#switches.canvases === 'denied'
      ? problem(403, 'authentication_error', 'permission_denied', 'Canvases are not enabled for this project.')
      : undefined
  }
}
