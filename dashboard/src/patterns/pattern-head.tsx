import type { JSX } from 'preact'
import { buttons } from '../texts/buttons.js'
import { patterns as texts } from '../texts/patterns.js'
import { type PatternView, type Sort, sortedBy } from './pattern-view.js'

type Column = keyof typeof texts.columns

/** Columns with what they are sorted by, and their class. */
const COLUMNS: readonly (readonly [Column, Sort | undefined, string])[] = [
  ['pattern', 'pattern', 'c-tpl'],
  ['service', undefined, 'c-svc'],
  ['trend', undefined, 'c-trend'],
  ['logged', 'logged', 'r c-logged'],
  ['rate', 'rate', 'r c-rate'],
  ['cost', 'cost', 'r c-cost'],
  ['saved', 'saved', 'r c-saved'],
  ['class', undefined, 'c-cls'],
  ['why', undefined, 'c-why'],
]

/** How many columns there are, with the one of the actions. */
export const columnsOf = (showsService: boolean): number => COLUMNS.length + (showsService ? 1 : 0)

interface PatternHeadProps {
  readonly view: PatternView
  readonly showsService: boolean
  readonly onView: (view: PatternView) => void
}

/** The head of the table: columns that can be sorted by are buttons. */
export function PatternHead({ view, showsService, onView }: PatternHeadProps): JSX.Element {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {COLUMNS.filter(([column]) => showsService || column !== 'service').map(([column, sort, look]) => (
          <th
            key={column}
            scope="col"
            class={look}
            aria-sort={sort === undefined || sort !== view.sort ? undefined : view.down ? 'descending' : 'ascending'}
          >
            {sort === undefined ? (
              texts.columns[column]
            ) : (
              <button type="button" onClick={() => onView(sortedBy(view, sort))}>
                {texts.columns[column]}
                {sort === view.sort && <span aria-hidden="true">{view.down ? '↓' : '↑'}</span>}
              </button>
            )}
          </th>
        ))}
        <th scope="col" class="c-acts">
          <span class="sr">{buttons.column}</span>
        </th>
      </tr>
    </thead>
  )
}
