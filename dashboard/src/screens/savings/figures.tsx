import type { JSX } from 'preact'
import { bytes, percent, usd } from '../../format/numbers.js'
import { hasPrice, moneyOr, usdOf } from '../../parts/money.js'
import type { Days } from '../../state/period.js'
import { savingsTexts } from '../../texts/savings.js'
import { guaranteesOf, type ServiceSavings, together } from './rows.js'

const texts = savingsTexts.kpi

/** All services together. */
export function Figures({ days, services }: { days: Days; services: readonly ServiceSavings[] }): JSX.Element {
  const all = together(services)
  const sum = (of: (one: ServiceSavings) => number): number => services.reduce((total, one) => total + of(one), 0)
  const guarantees = guaranteesOf(services)
  const guaranteed = guarantees.reduce((total, one) => total + one.bytes, 0)
  const guaranteedUsd = guarantees.reduce((total, one) => total + one.usd, 0)
  const overhead = sum((one) => one.overhead_bytes)
  const shadow = sum((one) => one.shadow_saved_bytes)
  const errors = services.flatMap(({ relative_standard_error: error }) => (error === null ? [] : [error]))
  const inMoney = (dollars: number, amount: number) => hasPrice() && `${usd(dollars)} · ${bytes(amount)}`
  const figures: readonly (readonly [string, string, string | false, string])[] = [
    [
      texts.saved(days),
      moneyOr(all.saved_usd, all.bytes - all.billed_bytes),
      all.bytes > 0 && percent(1 - all.billed_bytes / all.bytes),
      bytes(Math.max(0, all.bytes - all.billed_bytes)),
    ],
    [texts.logged, moneyOr(all.usd, all.bytes), false, bytes(all.bytes)],
    [texts.sent, moneyOr(all.billed_usd, all.billed_bytes), false, bytes(all.billed_bytes)],
    [
      texts.guarantees,
      percent(all.billed_bytes > 0 ? guaranteed / all.billed_bytes : 0),
      inMoney(guaranteedUsd, guaranteed),
      texts.guaranteesWhy,
    ],
    [
      texts.overhead,
      percent(all.billed_bytes > 0 ? overhead / all.billed_bytes : 0),
      inMoney(usdOf(overhead), overhead),
      texts.overheadWhy,
    ],
    shadow > 0
      ? [texts.shadow, moneyOr(usdOf(shadow), shadow), false, texts.shadowWhy]
      : [
          texts.errorRate,
          errors.length > 0 ? `±${percent(Math.max(...errors))}` : '–',
          false,
          errors.length > 0 ? texts.errorWhy : texts.nothing,
        ],
  ]
  return (
    <section class="kpis row" aria-label={texts.saved(days)}>
      {figures.map(([name, value, beside, why]) => (
        <div key={name} class="kpi">
          <span class="k">{name}</span>
          <span class="v num">{value}</span>
          <span class="n num">
            {beside && <div>{beside}</div>}
            {why}
          </span>
        </div>
      ))}
    </section>
  )
}
