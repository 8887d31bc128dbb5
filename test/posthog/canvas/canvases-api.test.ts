import { describe, expect, it } from 'vitest'
import type { CanvasProject } from '../../../src/posthog/api/contract/canvases.js'
import type { PostHogApi } from '../../../src/posthog/api/contract/posthog-api.js'
import { failureOf, given, startApi } from '../api-under-test.js'

const PROJECT: CanvasProject = {
  files: { 'index.html': '<script type="module" src="/src/app.js"></script>', 'src/app.js': 'ph.query("SELECT 1")' },
  entryHtml: 'index.html',
  capabilities: {
    posthog: { insights: [], inlineQueries: true, captureEvents: [], state: [] },
    network: { origins: [] },
  },
}
const present = { switches: { canvases: 'present' } } as const

async function made(api: PostHogApi): Promise<string> {
  const space = given(await api.canvases.spaces()).find(({ isShared }) => isShared)!
  return given(await api.canvases.create({ name: 'LipService', description: 'mine', spaceId: space.id })).id
}

describe('the calls of canvases', () => {
  it('make one, give it a source, see its build, and remove it', async () => {
    const { fake, api } = await startApi({ switches: { ...present.switches, looksUntilBuilt: 1 } })
    const id = await made(api)
    expect(given(await api.canvases.source(id)).versionId).toBeUndefined()
    const version = given(await api.canvases.publish(id, PROJECT, undefined))
    expect(given(await api.canvases.source(id))).toMatchObject({ project: PROJECT, versionId: version })
    const statuses = [given(await api.canvases.builds(id)), given(await api.canvases.builds(id))].map(([build]) => [
      build!.versionId,
      build!.status,
    ])
    expect(statuses).toEqual([
      [version, 'building'],
      [version, 'ready'],
    ])
    expect(given(await api.canvases.search('lipSERVICE'))).toMatchObject([{ id, description: 'mine' }])
    given(await api.canvases.remove(id))
    expect([given(await api.canvases.search('lipservice')), fake.canvases]).toEqual([[], []])
  })

  it('never write over a version that they have not seen', async () => {
    const { fake, api } = await startApi(present)
    const id = await made(api)
    const first = given(await api.canvases.publish(id, PROJECT, undefined))
    const theirs = { ...PROJECT, files: { ...PROJECT.files, 'src/app.js': 'theirs()' } }
    given(await api.canvases.publish(id, theirs, first))
    for (const stale of [first, undefined])
      expect(failureOf(await api.canvases.publish(id, PROJECT, stale))).toMatchObject({
        outcome: 'refused',
        status: 409,
        code: 'version_conflict',
      })
    expect(fake.canvases).toMatchObject([{ project: { files: theirs.files } }])
  })

  it('say why a build failed, in words of PostHog', async () => {
    const { api } = await startApi({ switches: { ...present.switches, buildProblem: 'cannot resolve "./x"' } })
    const id = await made(api)
    given(await api.canvases.publish(id, PROJECT, undefined))
    expect(given(await api.canvases.builds(id))).toMatchObject([
      { status: 'failed', problems: ['cannot resolve "./x"'] },
    ])
  })

  it.each([
    ['forbidden_dynamic_import', { 'src/app.js': 'import("./x.js")' }],
    ['import_not_allowed', { 'src/app.js': 'import x from "left-pad"' }],
    ['capability_missing_state', { 'src/app.js': 'ph.state.get("x")' }],
    ['invalid_path', { '../app.js': '' }],
  ])('are refused for what PostHog does not publish: %s', async (_, files) => {
    const { fake, api } = await startApi(present)
    const id = await made(api)
    const project = { ...PROJECT, files: { ...PROJECT.files, ...files } }
    expect(failureOf(await api.canvases.publish(id, project, undefined))).toMatchObject({
      outcome: 'refused',
      code: 'invalid_source_project',
    })
    expect(fake.canvases).toMatchObject([{ project: undefined }])
  })

  it('are told apart: not there, not enabled, without the scope', async () => {
    const { fake, api } = await startApi()
    expect(failureOf(await api.canvases.search('x'))).toMatchObject({ outcome: 'refused', status: 404 })
    fake.switches.canvases = 'denied'
    expect(failureOf(await api.canvases.search('x'))).toMatchObject({ outcome: 'missing_scope', status: 403 })
    fake.scopes.delete('canvas:write')
    expect(failureOf(await api.canvases.search('x'))).toMatchObject({ scope: 'canvas:read' })
    fake.scopes.delete('task:read')
    expect(failureOf(await api.canvases.spaces())).toMatchObject({ scope: 'task:read' })
  })
})
