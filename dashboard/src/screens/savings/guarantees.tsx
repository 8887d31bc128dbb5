import type { JSX } from 'preact'
import { bytes, count, percent, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Card } from '../../parts/card.js'
import { hasPrice } from '../../parts/money.js'
import { Empty } from '../../parts/states.js'
import { TableHead } from '../../parts/table-head.js'
import { savingsTexts } from '../../texts/savings.js'
import type { Guarantee } from './rows.js'

const texts = savingsTexts.guarantees

interface GuaranteesProps {
  readonly guarantees: readonly Guarantee[]
  /** Bytes of all that was sent. */
  readonly sent: number
}

/** What was kept because it must be, and what that cost. */
export function Guarantees({ guarantees, sent }: GuaranteesProps): JSX.Element {
  const { name, records, amount, cost, part } = texts.columns
  const columns: Readonly<Record<string, string>> = hasPrice() ? texts.columns : { name, records, amount, part }
  return (
    <Card title={texts.title}>
      <div class="flush">
        <p class="dim inset">{texts.why}</p>
        {guarantees.length === 0 ? (
          <Empty>{texts.none}</Empty>
        ) : (
          <table class="t cardy">
            <caption class="sr">{texts.title}</caption>
            <TableHead columns={columns} right={['records', 'amount', 'cost', 'part']} />
            <tbody>
              {guarantees.map((one) => (
                <tr key={one.reason}>
                  <th scope="row">
                    <bdi>{texts.reasons[one.reason as keyof typeof texts.reasons] ?? plainText(one.reason)}</bdi>
                  </th>
                  <td class="r named" data-name={records}>
                    {count(one.records)}
                  </td>
                  <td class="r named" data-name={amount}>
                    {bytes(one.bytes)}
                  </td>
                  {hasPrice() && (
                    <td class="r named" data-name={cost}>
                      {usd(one.usd)}
                    </td>
                  )}
                  <td class="r named" data-name={part}>
                    {percent(sent > 0 ? one.bytes / sent : 0)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Card>
  )
}
