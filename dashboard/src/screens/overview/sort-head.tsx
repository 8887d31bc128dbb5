import type { JSX } from 'preact'
import { overview } from '../../texts/overview.js'
import type { ServiceSort, SortColumn } from './service-sort.js'

interface SortHeadProps {
  readonly column: SortColumn
  readonly sort: ServiceSort
  /** `undefined`: it stays as it is. */
  readonly onSort: ((column: SortColumn) => void) | undefined
}

/** The head of a column that the table can be in the order of. */
export function SortHead({ column, sort, onSort }: SortHeadProps): JSX.Element {
  const isSorted = sort.column === column
  const text = overview.services.columns[column]
  const arrow = isSorted && <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>
  return (
    <th
      scope="col"
      class={column === 'name' ? '' : 'r'}
      aria-sort={isSorted ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      {onSort === undefined ? (
        <>
          {text}
          {arrow}
        </>
      ) : (
        <button type="button" onClick={() => onSort(column)}>
          {text}
          {arrow}
        </button>
      )}
    </th>
  )
}
