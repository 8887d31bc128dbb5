import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { type Days, startOf } from './period.js'
import { type Resource, useResource } from './resource.js'

export type TeamTimeline = components['schemas']['TeamTimeline']

const HOUR = 3_600
const DAY = 86_400
/** With more, what each logged over time is too much to be asked for at once. */
const MOST_SERVICES = 20

/** Seconds between two points of a period: hours, of a month days. */
export const stepOf = (days: Days): number => (days === 30 ? DAY : HOUR)

/**
 * What the team logged and sent over the period, in whole steps.
 *
 * @param by `service`: a series each; `all`: one
 */
export const useTimeline = (days: Days, by: 'all' | 'service'): Resource<TeamTimeline> =>
  useResource(`timeline ${days} ${by}`, (signal) => {
    const seconds = stepOf(days)
    const from = Math.ceil(startOf(days) / seconds) * seconds
    const query = { from, by, step: seconds === DAY ? 'day' : 'hour' } as const
    return answerOf(api.GET('/api/v1/timeline', { signal, params: { query } }))
  })

/** How the team's timeline is asked for: where services are few, one answer draws the chart of all and the small ones. */
export const timelineBy = (services: number): 'all' | 'service' => (services <= MOST_SERVICES ? 'service' : 'all')
