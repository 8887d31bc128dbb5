import type { Service } from '../../state/services.js'

const VALUES = {
  name: (one: Service) => one.name,
  logged: (one: Service) => one.bytes,
  sent: (one: Service) => one.billed_bytes,
  cost: (one: Service) => one.billed_bytes,
  saved: (one: Service) => one.bytes - one.billed_bytes,
  errors: (one: Service) => one.errors,
} as const
export type SortColumn = keyof typeof VALUES

export interface ServiceSort {
  readonly column: SortColumn
  /** The highest first. */
  readonly down: boolean
}
export const BY_COST: ServiceSort = { column: 'cost', down: true }

const COLUMNS = Object.keys(VALUES) as readonly SortColumn[]

/** Returns the order that an address names. */
export function sortOf(query: URLSearchParams): ServiceSort {
  const column = COLUMNS.find((one) => one === query.get('sort'))
  return column === undefined ? BY_COST : { column, down: query.get('order') !== 'asc' }
}

/** Returns what an address says of the order after a click on the head of a column. */
export function sortedBy(
  column: SortColumn,
  now: ServiceSort,
): { sort: string | undefined; order: string | undefined } {
  const down = now.column === column ? !now.down : column !== 'name'
  const isUsual = column === BY_COST.column && down
  return { sort: isUsual ? undefined : column, order: down ? undefined : 'asc' }
}

/** Services in an order; equal ones by name. */
export function sorted(services: readonly Service[], { column, down }: ServiceSort): Service[] {
  const sortValue = VALUES[column]
  const sign = down ? -1 : 1
  return services.toSorted((a, b) => {
    const [one, other] = [sortValue(a), sortValue(b)]
    const order = typeof one === 'string' ? one.localeCompare(other as string) : one - (other as number)
    return sign * order || a.name.localeCompare(b.name)
  })
}
