import type { Observed } from './observation.ts'

/** Of what would be billed if everything was kept. */
const SHARE = 0.1
const DAY_SECONDS = 86_400
const BYTES_PER_GB = 1e9
/** The server's default. */
const USD_PER_GB = 0.25
const DIGITS = 3

/** A budget as the demo's operator sets it. */
export interface Budget {
  /** Whose it is in the end. */
  readonly service: string
  /** Where it is set. */
  readonly path: string
  readonly unit: 'usd_per_month' | 'gb_per_day'
  readonly amount: number
  readonly text: string
  readonly bytesPerSecond: number
  /** Of what would be billed if everything was kept, 0–1. */
  readonly share: number
}

/** One in dollars a month, one in GB a day, and one for the team: what the others leave is the last service's. */
export function budgetsFor([first, second, last]: readonly Observed[], now: Date): Budget[] {
  const days = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate()
  const perGb = BYTES_PER_GB / DAY_SECONDS
  const usd = round((first!.bytesPerSecond / perGb) * SHARE * USD_PER_GB * days)
  const gb = round((second!.bytesPerSecond / perGb) * SHARE)
  const firstGb = usd / USD_PER_GB / days
  const team = round(firstGb + gb + (last!.bytesPerSecond / perGb) * SHARE)
  const of = (
    service: Observed,
    gbPerDay: number,
    rest: Pick<Budget, 'path' | 'unit' | 'amount' | 'text'>,
  ): Budget => ({
    service: service.service,
    ...rest,
    bytesPerSecond: gbPerDay * perGb,
    share: (gbPerDay * perGb) / service.bytesPerSecond,
  })
  const pathOf = ({ service }: Observed) => `/api/v1/services/${service}/budget`
  return [
    of(first!, firstGb, { path: pathOf(first!), unit: 'usd_per_month', amount: usd, text: `$${usd} a month` }),
    of(second!, gb, { path: pathOf(second!), unit: 'gb_per_day', amount: gb, text: `${gb} GB a day` }),
    of(last!, team - gb - firstGb, {
      path: '/api/v1/budget',
      unit: 'gb_per_day',
      amount: team,
      text: `what is left of the team's ${team} GB a day`,
    }),
  ]
}

function round(amount: number): number {
  return Number(amount.toPrecision(DIGITS))
}
