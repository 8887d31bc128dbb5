import type { JSX } from 'preact'

interface TableHeadProps<Column extends string> {
  /** Their names, in their order. */
  readonly columns: Readonly<Record<Column, string>>
  /** Those of numbers. */
  readonly right?: readonly Column[]
  /** Behind them stands a column of buttons: what it is called. */
  readonly buttons?: string
}

/** The head of a table: one cell a column. */
export function TableHead<Column extends string>({
  columns,
  right = [],
  buttons,
}: TableHeadProps<Column>): JSX.Element {
  return (
    <thead>
      <tr>
        {(Object.entries(columns) as [Column, string][]).map(([key, name]) => (
          <th key={key} scope="col" class={right.includes(key) ? 'r' : undefined}>
            {name}
          </th>
        ))}
        {buttons !== undefined && (
          <th scope="col">
            <span class="sr">{buttons}</span>
          </th>
        )}
      </tr>
    </thead>
  )
}
