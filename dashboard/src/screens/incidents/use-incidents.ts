import { answerOf, api } from '../../api/client.js'
import type { Incident } from '../../state/incidents.js'
import { type Pages, usePages } from '../../state/pages.js'
import { useResource } from '../../state/resource.js'

const PAGE = 50

export interface Filter {
  /** `undefined`: all. */
  readonly service: string | undefined
  readonly state: 'all' | 'open' | 'resolved'
}

/** The incidents that fit, in pages: open ones first, however old they are. */
export function useIncidents({ service, state }: Filter): Omit<Pages<Incident>, 'list'> & {
  readonly list: { readonly value: readonly Incident[] }
} {
  const of = service === undefined ? {} : { service }
  const ask = (
    query: { state?: 'open' | 'resolved'; before?: number; limit: number },
    signal: AbortSignal | undefined,
  ) =>
    answerOf(
      api.GET('/api/v1/incidents', { params: { query: { ...of, ...query } }, ...(signal !== undefined && { signal }) }),
    ).then(({ incidents }) => incidents)
  const pages = usePages<Incident>({
    key: `incidents ${service ?? ''} ${state}`,
    size: PAGE,
    load: (before, signal) =>
      ask({ limit: PAGE, ...(state !== 'all' && { state }), ...(before !== undefined && { before }) }, signal),
    idOf: ({ id }) => id,
  })
  const open = useResource(`open incidents ${service ?? ''} ${state === 'all'}`, (signal) =>
    state === 'all' ? ask({ limit: PAGE, state: 'open' }, signal) : Promise.resolve([]),
  )
  return {
    ...pages,
    list: {
      get value() {
        return openFirst(pages.list.value, open.data.value ?? [])
      },
    },
  }
}

/** Returns incidents with open ones first, each once. */
export function openFirst(list: readonly Incident[], open: readonly Incident[]): Incident[] {
  const all = [...new Map([...list, ...open].map((one) => [one.id, one])).values()]
  return all.toSorted((a, b) => Number(a.resolved_at !== null) - Number(b.resolved_at !== null) || b.id - a.id)
}
