import type { ComponentChildren, JSX } from 'preact'
import { bytes, percent, usd } from '../format/numbers.js'
import { settings } from '../state/session.js'
import { actions } from '../texts/actions.js'

const GB = 1e9
const DAYS_A_MONTH = 30

interface CostProps {
  /** Bytes a day, billed: now and after the change. */
  readonly before: number
  readonly after: number
  /** Bytes a day of the budget that it counts against; `undefined`: there is none. */
  readonly budget?: number | undefined
  /** What else there is to say of it, as `26 % → 100 % kept`. */
  readonly children?: ComponentChildren
}

/** What bytes cost; without a price, the bytes. */
export function priceOf(amount: number): string {
  const price = settings.value?.usd_per_gb ?? 0
  return price > 0 ? usd((amount / GB) * price) : bytes(amount)
}

/** What a change costs a day and a month, and how much of the budget it takes from others. */
export function Cost({ before, after, budget, children }: CostProps): JSX.Element {
  const more = after - before
  const sign = more < 0 ? '−' : '+'
  const amount = (days: number) => `${sign}${priceOf(Math.abs(more) * days)}`
  return (
    <div class="preview num" aria-live="polite">
      {Math.abs(more) < 1 ? (
        actions.noChange
      ) : (
        <>
          <b>{actions.aDay(amount(1))}</b> {actions.aMonth(amount(DAYS_A_MONTH))}
        </>
      )}
      {children && <> {children}</>}
      {budget !== undefined && budget > 0 && Math.abs(more) >= 1 && (
        <> {more > 0 ? actions.taken(percent(more / budget)) : actions.left(percent(-more / budget))}</>
      )}{' '}
      {actions.basis}
    </div>
  )
}
