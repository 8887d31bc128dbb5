import { type Answer, okay, problem } from './answers.js'
import type { FakeRequest, Route } from './route.js'
import type { PostHogApiSwitches } from './settings.js'

/** A step of the price list of a fake: units are megabytes. */
export interface FakeTier {
  /** Megabytes of a month; `null`: no end. */
  readonly up_to: number | null
  /** US dollars for a megabyte, as a decimal text. */
  readonly unit_amount_usd: string
}

const MEGABYTE = 1_000_000
const DAY = 86_400_000
const QUERY = ['usage_types', 'breakdowns', 'start_date', 'end_date', 'interval', 'team_ids']

/** Bills: bytes of each day, and the price list. */
export class Billing {
  /** Bytes of logs by day (`YYYY-MM-DD`). */
  readonly bytes = new Map<string, number>()
  /** The price list; may be changed. */
  tiers: readonly FakeTier[] = [
    { up_to: 10_000, unit_amount_usd: '0' },
    { up_to: null, unit_amount_usd: '0.00025' },
  ]
  /** Megabytes of a month that cost nothing. */
  freeUnits: number | null = 10_000
  readonly #switches: PostHogApiSwitches
  readonly #organization: string
  readonly #project: string

  constructor(switches: PostHogApiSwitches, organization: string, project: string) {
    this.#switches = switches
    this.#organization = organization
    this.#project = project
  }

  /** Its endpoints. */
  routes(): readonly Route[] {
    const auth = { scope: 'billing:read' }
    const guarded = (answer: (request: FakeRequest) => Answer) => (request: FakeRequest) =>
      this.#switches.mayReadBilling
        ? answer(request)
        : problem(403, 'authentication_error', 'permission_denied', 'You do not have permission to view billing.')
    return [
      {
        method: 'GET',
        path: '/api/billing/usage/',
        auth,
        query: QUERY,
        handle: guarded((request) => this.#series(request, (megabytes) => megabytes)),
      },
      {
        method: 'GET',
        path: '/api/billing/spend/',
        auth,
        query: QUERY,
        handle: guarded((request) => this.#series(request, (_, usd) => usd)),
      },
      {
        method: 'GET',
        path: '/api/organizations/:/billing/products/logs/',
        auth,
        handle: guarded(({ params }) =>
          params[0] === this.#organization
            ? okay({
                key: 'logs',
                name: 'Logs',
                unit: 'MB',
                tiers: this.tiers.map((tier) => ({ flat_amount_usd: '0', ...tier })),
                free_allocation: this.freeUnits,
              })
            : problem(404, 'invalid_request', 'not_found', 'Not found.'),
        ),
      },
    ]
  }

  #series({ query }: FakeRequest, amount: (megabytes: number, usd: number) => number): Answer {
    const [from, to] = [Date.parse(query.get('start_date') ?? ''), Date.parse(query.get('end_date') ?? '')]
    if (Number.isNaN(from) || Number.isNaN(to))
      return problem(400, 'validation_error', 'invalid_input', 'start_date and end_date must be dates')
    const dates: string[] = []
    const data: number[] = []
    let used = 0
    let month = ''
    for (let at = from; at <= to; at += DAY) {
      const day = new Date(at).toISOString().slice(0, 10)
      if (!day.startsWith(month)) used = 0
      month = day.slice(0, 7)
      // Whole megabytes a project and day.
      const megabytes = Math.floor((this.bytes.get(day) ?? 0) / MEGABYTE)
      dates.push(day)
      data.push(amount(megabytes, this.#usd(used + megabytes) - this.#usd(used)))
      used += megabytes
    }
    const results = [
      {
        id: 0,
        label: `logs_mb_in_period::${this.#project}`,
        data,
        dates,
        breakdown_type: 'multiple',
        breakdown_value: ['logs_mb_in_period', this.#project],
      },
    ]
    return okay({ status: 'ok', customer_id: 1, results, team_id_options: [Number(this.#project)] })
  }

  #usd(units: number): number {
    let usd = 0
    let below = 0
    for (const { up_to, unit_amount_usd } of this.tiers) {
      const top = up_to ?? Number.POSITIVE_INFINITY
      usd += Math.max(0, Math.min(units, top) - below) * Number(unit_amount_usd)
      below = top
    }
    return usd
  }
}
