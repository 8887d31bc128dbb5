import type { JSX } from 'preact'
import { bytes, count, percent, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Card } from '../../parts/card.js'
import { hasPrice } from '../../parts/money.js'
import { Empty } from '../../parts/states.js'
import type { Days } from '../../state/period.js'
import { overview } from '../../texts/overview.js'
import { periods } from '../../texts/periods.js'
import type { Part } from './figures.js'

const texts = overview.sent

/** What a reason is called; of one that this page does not know, its own name. */
function reasonText(reason: string): string {
  const known = texts.reasons[reason as keyof typeof texts.reasons]
  return Object.hasOwn(texts.reasons, reason) ? known : texts.other(plainText(reason))
}

const colourOf = (reason: string): string => `f-${Object.hasOwn(texts.reasons, reason) ? reason : 'unknown'}`

interface SentProps {
  readonly days: Days
  readonly parts: readonly Part[]
  readonly standardError: number | undefined
}

/** What was sent by why it was kept: the parts add up to all of it. */
export function Sent({ days, parts, standardError }: SentProps): JSX.Element {
  const all = parts.reduce(
    (sum, part) => ({
      records: sum.records + part.records,
      bytes: sum.bytes + part.bytes,
      usd: sum.usd + part.usd,
    }),
    { records: 0, bytes: 0, usd: 0 },
  )
  const cost = (one: Pick<Part, 'bytes' | 'usd'>): string => (hasPrice() ? usd(one.usd) : bytes(one.bytes))
  const label = parts.map((part) => `${reasonText(part.reason)} ${percent(part.bytes / all.bytes)}`).join(', ')
  return (
    <Card title={texts.title} tools={<span class="dimmer">{periods.last[days]}</span>} fill>
      {all.records === 0 ? (
        <Empty>{texts.nothing}</Empty>
      ) : (
        <div class="body">
          <div class="stack" role="img" aria-label={label}>
            {parts.map(({ reason, bytes }) => (
              <i key={reason} class={colourOf(reason)} style={{ flex: String(Math.max(0.004, bytes / all.bytes)) }} />
            ))}
          </div>
          <table class="t parts">
            <caption class="sr">{texts.title}</caption>
            <thead class="sr">
              <tr>
                {texts.columns.map((text) => (
                  <th key={text} scope="col">
                    {text}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <tr key={part.reason}>
                  <th scope="row">
                    <i class={`dot ${colourOf(part.reason)}`} aria-hidden="true" />
                    <bdi>{reasonText(part.reason)}</bdi>
                  </th>
                  <td class="r" title={percent(part.bytes / all.bytes)}>
                    {count(part.records)}
                  </td>
                  <td class="r">{cost(part)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{texts.all}</th>
                <td class="r">{count(all.records)}</td>
                <td class="r">{cost(all)}</td>
              </tr>
            </tfoot>
          </table>
          {standardError !== undefined && <p class="dimmer small">{texts.exact(percent(standardError))}</p>}
        </div>
      )}
    </Card>
  )
}
