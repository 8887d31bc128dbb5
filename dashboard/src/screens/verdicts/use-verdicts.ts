import { useRef } from 'preact/hooks'
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

/** What a page of the server has at most. */
const PAGE = 200

export interface Verdicts {
  readonly verdicts: readonly Verdict[]
  readonly hasMore: boolean
}

/** What fits, most bytes first: so many of them, in pages that are asked for one after the other. */
export function useVerdicts({ state, service }: VerdictFilter, many: number): Resource<Verdicts> {
  const query = { ...(state !== 'all' && { state }), ...(service !== undefined && { service }) }
  const found = useResource(`verdicts ${JSON.stringify([query, many])}`, (signal) =>
    firstOf(many, (limit, after) => {
      const params = { query: { ...query, limit, ...(after !== undefined && { after }) } }
      return answerOf(api.GET('/api/v1/model/verdicts', { params, signal }))
    }),
  )
  // Of more rows those that are here stay until all have come.
  const before = useRef(found)
  if (found.data.value === undefined && found.problem.value === undefined) return before.current
  before.current = found
  return found
}

type LoadPage = (
  limit: number,
  after: string | undefined,
) => Promise<{ readonly verdicts: readonly Verdict[]; readonly next: string | null }>

/** Returns the first rows of a list whose pages may have fewer than were asked for. */
export async function firstOf(many: number, load: LoadPage): Promise<Verdicts> {
  const verdicts: Verdict[] = []
  let after: string | undefined
  do {
    const page = await load(Math.min(PAGE, many - verdicts.length), after)
    verdicts.push(...page.verdicts)
    after = page.next ?? undefined
  } while (after !== undefined && verdicts.length < many)
  return { verdicts, hasMore: after !== undefined }
}
