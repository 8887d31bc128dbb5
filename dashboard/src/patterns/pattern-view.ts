import type { components, paths } from '../api/schema.js'

export type Pattern = components['schemas']['ListedPattern']
type PatternClass = Pattern['class']
export type PatternQuery = NonNullable<paths['/api/v1/patterns']['get']['parameters']['query']>

export const CLASSES = [
  'error',
  'security',
  'audit',
  'business',
  'debug',
  'health_check',
  'unknown',
] as const satisfies readonly PatternClass[]
export const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
export const ONLY = ['thinned', 'fixed', 'new'] as const
/** Columns that the table is sorted by, with the server's names of them. */
export const SORTS = {
  pattern: 'template',
  logged: 'seen',
  rate: 'rate',
  cost: 'kept_bytes',
  saved: 'saved',
  errors: 'errors',
  first: 'first_seen',
} as const satisfies Readonly<Record<string, PatternQuery['sort']>>

type Severity = (typeof SEVERITIES)[number]
export type Only = (typeof ONLY)[number]
export type Sort = keyof typeof SORTS

/** Which patterns are shown, in which order: all of it stands in the address. */
export interface PatternView {
  readonly q: string
  /** None: all. */
  readonly classes: readonly PatternClass[]
  readonly severities: readonly Severity[]
  readonly only: Only | undefined
  readonly sort: Sort
  readonly down: boolean
}

/** What is new came within so many seconds. */
export const NEW_SECONDS = 3 * 86_400
const LONGEST_SEARCH = 200
const isDown = (sort: Sort): boolean => sort !== 'pattern'

/** Returns the view that an address names. What it names wrongly is as if it were not there. */
export function viewOf(params: URLSearchParams): PatternView {
  const among = <T extends string>(name: string, all: readonly T[]): T[] => {
    const named = new Set(params.get(name)?.split(','))
    return all.filter((one) => named.has(one))
  }
  const [, minus, name] = /^(-?)(\w+)$/.exec(params.get('sort') ?? '') ?? []
  const sort = name !== undefined && Object.hasOwn(SORTS, name) ? (name as Sort) : undefined
  return {
    q: (params.get('q') ?? '').slice(0, LONGEST_SEARCH),
    classes: among('class', CLASSES),
    severities: among('severity', SEVERITIES),
    only: ONLY.find((one) => one === params.get('only')),
    sort: sort ?? 'cost',
    down: sort === undefined ? true : minus === '-' ? !isDown(sort) : isDown(sort),
  }
}

/** Returns the parameters of the address; `undefined` where it is as usual. */
export function paramsOf({
  q,
  classes,
  severities,
  only,
  sort,
  down,
}: PatternView): Record<string, string | undefined> {
  const list = (all: readonly string[]): string | undefined => (all.length === 0 ? undefined : all.join(','))
  const order = `${down === isDown(sort) ? '' : '-'}${sort}`
  return {
    q: q === '' ? undefined : q,
    class: list(classes),
    severity: list(severities),
    only,
    sort: order === 'cost' ? undefined : order,
  }
}

/** Returns a view sorted by a column: as is usual for it first, then the other way. */
export function sortedBy(view: PatternView, sort: Sort): PatternView {
  return { ...view, sort, down: view.sort === sort ? !view.down : isDown(sort) }
}

/** Whether anything narrows it. */
export const isNarrowed = ({ q, classes, severities, only }: PatternView): boolean =>
  q !== '' || classes.length > 0 || severities.length > 0 || only !== undefined

/** Returns what the server is asked for a view, without its page. @param now epoch seconds */
export function queryOf({ q, classes, severities, only, sort, down }: PatternView, now: number): PatternQuery {
  return {
    ...(q !== '' && { search: q }),
    ...(classes.length > 0 && { class: classes.join(',') }),
    ...(severities.length > 0 && { severity: severities.join(',') }),
    ...(only === 'new' && { new_since: Math.floor(now) - NEW_SECONDS }),
    ...(only !== undefined && only !== 'new' && { only }),
    sort: SORTS[sort],
    order: down ? 'desc' : 'asc',
  }
}
