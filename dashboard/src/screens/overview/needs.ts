import { count, percent, plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { duration } from '../../format/times.js'
import { budgetText, counted } from '../../parts/budget-text.js'
import { headlineOf } from '../../parts/headline.js'
import type { Tone } from '../../parts/marks.js'
import { linkTo } from '../../shell/pages.js'
import { type BudgetStanding, dayOver } from '../../state/budgets.js'
import type { Incident } from '../../state/incidents.js'
import type { Service } from '../../state/services.js'
import { failures } from '../../texts/failures.js'
import { overview } from '../../texts/overview.js'

const texts = overview.look
/** Spent so much more than the day has gone. */
const FASTER = 1.12
/** What ends later is no news yet. */
const ENDS_SOON = 7 * 86_400
const ORDER: readonly Tone[] = ['bad', 'warn', 'accent', 'person', '']

export interface Need {
  readonly tone: Tone
  readonly text: string
  readonly why: string
  readonly href: string
  /** How long it is so, or how long it lasts. */
  readonly side: string
}

interface State {
  readonly services: readonly Service[]
  readonly incidents: readonly Incident[]
  readonly budgets: readonly BudgetStanding[]
  readonly overrides: readonly {
    readonly service: string
    readonly kind: string
    readonly reason: string
    readonly expires_at: number | null
  }[]
  /** Epoch seconds. */
  readonly now: number
  readonly time: (at: number) => string
}

/** Returns what a person should look at, the worst first. */
export function needsOf(state: State): Need[] {
  return [
    ...incidentsOf(state),
    ...state.services.flatMap((service) => needsOfService(service, state)),
    ...state.budgets.flatMap((budget) => spendingOf(budget)),
    ...endingOf(state),
  ].toSorted((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone))
}

const incidentsOf = ({ incidents, now, time }: State): Need[] =>
  incidents
    .filter(({ resolved_at }) => resolved_at === null)
    .map(({ id, service, release, findings, opened_at }) => ({
      tone: 'bad',
      text: `${plainText(service)}${release === null ? '' : ` ${plainText(release)}`}: ${headlineOf(findings)}`,
      why: texts.findings(plural(findings.length, 'finding'), time(opened_at)),
      href: linkTo.incident(id),
      side: duration(now - opened_at),
    }))

function needsOfService(service: Service, { now, time }: State): Need[] {
  const { switch_until: until, candidate, policy, silent_since: silent, refused, lost } = service
  const [name, href] = [plainText(service.name), linkTo.service(service.name)]
  const needs: Need[] = []
  if (until !== null)
    needs.push({
      tone: 'warn',
      text: texts.keepsAll(name, time(until)),
      why: texts.keepsAllWhy,
      href,
      side: texts.left(duration(until - now)),
    })
  if (silent !== null)
    needs.push({
      tone: 'warn',
      text: texts.silent(name, time(silent)),
      why: texts.silentWhy,
      href,
      side: duration(now - silent),
    })
  if (refused > 0 || lost > 0)
    needs.push({
      tone: 'warn',
      text: texts.lost(name),
      why: texts.lostWhy(count(lost), count(refused)),
      href,
      side: '',
    })
  if (candidate !== null)
    needs.push({
      tone: 'accent',
      text: texts.onItsWay(name, `v${candidate.version}`, candidate.stage),
      why: texts.stageWhy[candidate.stage as keyof typeof texts.stageWhy] ?? '',
      href: linkTo.version(service.name, candidate.version),
      side: duration(now - candidate.stage_at),
    })
  if (policy?.kind === 'rollback')
    needs.push({
      tone: 'person',
      text: texts.held(name, `v${policy.version}`),
      why: texts.heldWhy,
      href: linkTo.policies(service.name),
      side: duration(now - policy.created_at),
    })
  return needs
}

function spendingOf(budget: BudgetStanding): Need[] {
  const { service, per_day, spent_today, warning } = budget
  const over = dayOver(budget)
  const name = service === null ? texts.team : plainText(service)
  const href = service === null ? '/settings/budgets' : linkTo.service(service)
  const needs: Need[] = []
  if (per_day > 0 && spent_today / per_day > Math.max(0.05, over) * FASTER) {
    const used = percent(spent_today / per_day)
    const of = service === null ? counted(per_day, budget) : budgetText(budget)
    needs.push({ tone: 'warn', text: texts.fast(name), why: texts.fastWhy(used, of, percent(over)), href, side: '' })
  }
  if (warning !== null)
    needs.push({ tone: 'warn', text: failures.sentence(plainText(warning)), why: '', href, side: '' })
  return needs
}

const endingOf = ({ overrides, now }: State): Need[] =>
  overrides.flatMap(({ service, kind, reason, expires_at: end }) => {
    if (end === null || end - now > ENDS_SOON || kind === 'label') return []
    const text = (kind === 'lock' ? texts.lock : texts.exemption)(plainText(service), duration(end - now))
    return [{ tone: '' as const, text, why: plainText(reason), href: linkTo.service(service), side: '' }]
  })
