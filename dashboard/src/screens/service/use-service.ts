import { answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'
import { serverNow } from '../../state/pulse.js'
import { type Resource, useResource } from '../../state/resource.js'
import { figuresOf, fromOf, type Range } from './range.js'

export type ServicePage = components['schemas']['ServicePage']
export type Timeline = components['schemas']['TeamTimeline']

const periodOf = (range: Range) => {
  const from = fromOf(range, serverNow())
  return from === undefined ? {} : { from }
}

/** All of one service but its patterns and its chart. */
export const useServicePage = (service: string, range: Range): Resource<ServicePage> =>
  useResource(`service ${service} ${range}`, (signal) =>
    answerOf(api.GET('/api/v1/services/{service}', { params: { path: { service }, query: periodOf(range) }, signal })),
  )

export const useTimeline = (service: string, range: Range): Resource<Timeline> =>
  useResource(`timeline ${service} ${range}`, (signal) => {
    const { step, together } = figuresOf(range)
    const query = { service, step, together, ...periodOf(range) }
    return answerOf(api.GET('/api/v1/timeline', { params: { query }, signal }))
  })
