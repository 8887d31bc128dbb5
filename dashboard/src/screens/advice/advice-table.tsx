import type { JSX } from 'preact'
import type { components } from '../../api/schema.js'
import { bytes, count, percent, usd } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Name, Template } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { adviceTexts } from '../../texts/advice.js'

type Advice = components['schemas']['Advice']

const { columns, how, what } = adviceTexts

/** A line each: what it is, what to do about it, what that saves. */
export function AdviceTable({ caption, rows }: { caption: string; rows: readonly Advice[] }): JSX.Element {
  return (
    <table class="t cardy">
      <caption class="sr">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.line}</th>
          <th scope="col">{columns.advice}</th>
          <th scope="col" class="r">
            {columns.cost}
          </th>
          <th scope="col" class="r">
            {columns.saves}
          </th>
          <th scope="col" class="r hide-m">
            {columns.share}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={`${one.kind} ${one.services.join(' ')} ${one.signature} ${one.check} ${one.template}`}>
            <th scope="row">
              <Line of={one} />
            </th>
            <td class="span">
              {what[one.kind]}
              <div class="sub">{howOf(one)}</div>
              {one.beside !== null && <Template text={one.beside} lines="one" />}
            </td>
            <td class="r named" data-name={columns.cost}>
              {moneyOf(one.usd_per_month, one.bytes)}
            </td>
            <td class="r named" data-name={columns.saves}>
              {one.saved_bytes > 0 ? moneyOf(one.saved_usd_per_month, one.saved_bytes) : adviceTexts.nothing}
            </td>
            <td class="r named hide-m" data-name={columns.share}>
              {percent(one.share)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Line({ of: { services, signature, check, template, call_site: site } }: { of: Advice }): JSX.Element {
  const [service] = services
  const text = <Template text={template} lines="two" />
  return (
    <>
      {service === undefined || signature === null ? (
        text
      ) : (
        <a class="quiet" href={linkTo.pattern(service, signature, check ?? undefined)}>
          {text}
        </a>
      )}
      <div class="sub">
        {service !== undefined && services.length === 1 ? (
          <Name text={service} />
        ) : (
          <Name text={`${adviceTexts.services(count(services.length))}: ${services.join(', ')}`} />
        )}
      </div>
      {site !== null && (
        <div class="sub">
          {adviceTexts.site} <code class="mono">{plainText(site)}</code>
        </div>
      )}
    </>
  )
}

/** Where no price is known, or no month can be told yet, the bytes of the period. */
function moneyOf(dollars: number | null, amount: number): string {
  return dollars === null ? bytes(amount) : usd(dollars)
}

function howOf(one: Advice): string {
  switch (one.kind) {
    case 'format_string':
      return how.format_string(count(one.patterns ?? 0))
    case 'large_records':
      return how.large_records(bytes(one.bytes_per_record ?? 0), bytes(one.usual_bytes ?? 0))
    case 'loop':
      return how.loop(count(Math.round(one.times ?? 0)))
    default:
      return how[one.kind]
  }
}
