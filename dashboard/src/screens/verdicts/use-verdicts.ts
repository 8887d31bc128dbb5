import { answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'
import { type Resource, useResource } from '../../state/resource.js'
import { verdictTexts } from '../../texts/verdicts.js'

export type Verdict = components['schemas']['ModelVerdict']
type StateChoice = keyof typeof verdictTexts.states

export interface VerdictFilter {
  readonly state: StateChoice
  /** `undefined`: all. */
  readonly service: string | undefined
}

export const STATES = Object.keys(verdictTexts.states) as StateChoice[]

/** Returns the filter that an address names: by itself what waits for a person. */
export const filterIn = (query: URLSearchParams): VerdictFilter => ({
  state: STATES.find((one) => one === query.get('state')) ?? 'suggested',
  service: query.get('service') || undefined,
})

/** What fits, and how many there are. */
export function useVerdicts(
  { state, service }: VerdictFilter,
  limit: number,
): Resource<{ readonly total: number; readonly verdicts: readonly Verdict[] }> {
  const query = { limit, ...(state !== 'all' && { state }), ...(service !== undefined && { service }) }
  return useResource(`verdicts ${JSON.stringify(query)}`, (signal) =>
    answerOf(api.GET('/api/v1/model/verdicts', { params: { query }, signal })),
  )
}
