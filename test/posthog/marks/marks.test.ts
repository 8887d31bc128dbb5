import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PostHogApi } from '../../../src/posthog/api/contract/posthog-api.js'
import { applyMarks, findMarks } from '../../../src/posthog/marks/apply-marks.js'
import { lipserviceMarks } from '../../../src/posthog/marks/lipservice-marks.js'
import { planMarkRemoval, planMarks } from '../../../src/posthog/marks/plan-marks.js'
import {
  contentOfMark,
  idOfMark,
  isUntouchedMark,
  tagOfContent,
  type WantedMark,
} from '../../../src/posthog/marks/wanted-mark.js'
import type { FakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { given, startApi } from '../api-under-test.js'

const T0 = 1_767_225_600
const MARKS = lipserviceMarks(
  'team 1',
  [
    { service: 'shop', version: 7, stage: 'shadow', at: T0 },
    { service: 'shop', version: 7, stage: 'canary', at: T0 + 60 },
    { service: 'shop', version: 7, stage: 'active', at: T0 + 120 },
    { service: 'shop', version: 7, stage: 'reverted', at: T0 + 600 },
  ],
  [
    { id: 3, service: 'api', openedAt: T0 + 200, resolvedAt: T0 + 900 },
    { id: 4, service: 'api', openedAt: T0 + 1_000, resolvedAt: undefined },
  ],
)
const made = async (api: PostHogApi, wanted: readonly WantedMark[] = MARKS, boardId = 1) =>
  applyMarks(api, planMarks(wanted, given(await findMarks(api)), boardId), boardId)
const removed = async (api: PostHogApi, force = false) =>
  applyMarks(api, planMarkRemoval(given(await findMarks(api)), force), undefined)
const living = ({ annotations }: FakePostHogApi) => annotations.filter(({ deleted }) => deleted !== true)

describe('marks of policies and incidents', () => {
  it('are of stages that change what is kept, and of both ends of an incident', () => {
    expect(MARKS.map(({ text }) => text)).toEqual([
      'shop: policy 7 is tried by a part of the instances',
      'shop: policy 7 is in force',
      'api: an incident began',
      'shop: policy 7 was taken back',
      'api: the incident is over',
      'api: an incident began',
    ])
    expect(new Set(MARKS.map(({ key }) => key)).size).toBe(MARKS.length)
    const many = Array.from({ length: 500 }, (_, id) => ({ id, service: 'a', openedAt: id, resolvedAt: undefined }))
    expect(lipserviceMarks('t', [], many).map(({ at }) => at.getTime() / 1_000)).toEqual(
      Array.from({ length: 200 }, (_, i) => 300 + i),
    )
  })

  it('whatever a text says, its tag is found, and any edit of text or moment is seen', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.nat(4e9), fc.nat(9e5), (key, text, at, more) => {
        const moment = new Date(at * 1_000)
        const content = contentOfMark({ key, at: moment, text })
        expect(tagOfContent(content)?.id).toBe(idOfMark(key))
        expect(isUntouchedMark(content, moment.toISOString().replace('.000Z', '+00:00'))).toBe(true)
        expect(isUntouchedMark(`Note: ${content}`, moment.toISOString())).toBe(false)
        expect(isUntouchedMark(content, new Date((at + more + 1) * 1_000).toISOString())).toBe(false)
        expect(content.length).toBeLessThan(500)
      }),
      { numRuns: 50 },
    )
  })

  it('are made once: a second run writes nothing, what is edited stays, and --remove leaves only that', async () => {
    const { fake, api } = await startApi()
    await api.annotations.create({ content: 'Black Friday [lipservice:mark:of others]', at: new Date(0) })
    expect(await made(api)).toEqual({ writes: 6, failure: undefined })
    expect(fake.annotations[1]).toMatchObject({ scope: 'dashboard', dashboard_id: 1, creation_type: 'USR' })
    expect(await made(api)).toEqual({ writes: 0, failure: undefined })
    Object.assign(fake.annotations[2]!, { content: `We did that! ${String(fake.annotations[2]!['content'])}` })
    expect(await made(api)).toEqual({ writes: 0, failure: undefined })
    expect(await removed(api)).toEqual({ writes: 5, failure: undefined })
    expect(living(fake).map(({ id }) => id)).toEqual([1, 3])
    expect(await removed(api, true)).toEqual({ writes: 1, failure: undefined })
    expect(living(fake).map(({ id }) => id)).toEqual([1])
  })

  it('go to the board that there is now, and one that was made twice goes', async () => {
    const { fake, api } = await startApi()
    await made(api)
    const [first] = MARKS
    await api.annotations.create({ content: contentOfMark(first!), at: first!.at, dashboardId: 1 })
    expect(await made(api)).toEqual({ writes: 1, failure: undefined })
    expect(living(fake)).toHaveLength(6)
    expect(await made(api, MARKS, 2)).toEqual({ writes: 12, failure: undefined })
    expect(living(fake).every(({ dashboard_id }) => dashboard_id === 2)).toBe(true)
    expect(await made(api, MARKS, 2)).toEqual({ writes: 0, failure: undefined })
  })

  it('without the right to write them that is said, with its scope', async () => {
    const { fake, api } = await startApi()
    fake.scopes.delete('annotation:write')
    fake.scopes.add('annotation:read')
    expect(await made(api)).toMatchObject({ writes: 0, failure: { scope: 'annotation:write' } })
  })
})
