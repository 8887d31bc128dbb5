import type { ComponentChildren, JSX } from 'preact'
import { bytes, percent, usd } from '../../format/numbers.js'
import { hasPrice } from '../../parts/money.js'
import { Empty } from '../../parts/states.js'
import { savingsTexts } from '../../texts/savings.js'
import { type SavingsRow, together } from './rows.js'

const { columns } = savingsTexts

interface SavingsTableProps<Row extends SavingsRow> {
  readonly caption: string
  /** Of the first column. */
  readonly heading: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly nameOf: (row: Row) => ComponentChildren
  /** The rows are all there are: they add up to what was logged and sent. */
  readonly isWhole: boolean
}

/** What was logged, sent and saved, a row each. */
export function SavingsTable<Row extends SavingsRow>(props: SavingsTableProps<Row>): JSX.Element {
  const { caption, heading, rows, keyOf, nameOf, isWhole } = props
  if (rows.length === 0) return <Empty>{savingsTexts.nothing}</Empty>
  return (
    <table class="t cardy savings">
      <caption class="sr">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" class="r hide-m">
            {columns.logged}
          </th>
          <th scope="col" class="r">
            {columns.sent}
          </th>
          {hasPrice() && (
            <>
              <th scope="col" class="r hide-m">
                {columns.without}
              </th>
              <th scope="col" class="r">
                {columns.cost}
              </th>
            </>
          )}
          <th scope="col" class="r">
            {columns.saved}
          </th>
          <th scope="col" class="r">
            {columns.share}
          </th>
          <th scope="col" class="r hide-m">
            {columns.exact}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={keyOf(row)} name={nameOf(row)} row={row} />
        ))}
      </tbody>
      {isWhole && rows.length > 1 && (
        <tfoot>
          <Line name={savingsTexts.all} row={together(rows)} />
        </tfoot>
      )}
    </table>
  )
}

function Line({ name, row }: { name: ComponentChildren; row: SavingsRow }): JSX.Element {
  const { bytes: logged, billed_bytes: sent, relative_standard_error: error } = row
  const share = logged > 0 ? 1 - sent / logged : 0
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="r named hide-m" data-name={columns.logged}>
        {bytes(logged)}
      </td>
      <td class="r named" data-name={columns.sent}>
        {bytes(sent)}
      </td>
      {hasPrice() && (
        <>
          <td class="r named dim hide-m" data-name={columns.without}>
            {usd(row.usd)}
          </td>
          <td class="r named" data-name={columns.cost}>
            {usd(row.billed_usd)}
          </td>
        </>
      )}
      <td class="r named saved" data-name={columns.saved}>
        <b>{hasPrice() ? usd(row.saved_usd) : bytes(Math.max(0, logged - sent))}</b>
      </td>
      <td class="r named" data-name={columns.share}>
        <div class="rate">
          <div class="bar" aria-hidden="true">
            <i style={{ width: `${Math.max(0, Math.min(100, share * 100))}%` }} />
          </div>
          <span>{percent(share)}</span>
        </div>
      </td>
      <td class="r named dim hide-m" data-name={columns.exact}>
        {error === null ? '–' : percent(error)}
      </td>
    </tr>
  )
}
