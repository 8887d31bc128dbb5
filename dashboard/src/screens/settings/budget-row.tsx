import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { openBudgetDialog } from '../../actions/open-budget.js'
import { bytes, percent } from '../../format/numbers.js'
import { duration, when } from '../../format/times.js'
import { budgetText, counted } from '../../parts/budget-text.js'
import { openDialog } from '../../parts/dialogs.js'
import { Chip, Meter } from '../../parts/marks.js'
import { Name } from '../../parts/template.js'
import { Who } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import type { BudgetStanding } from '../../state/budgets.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { settingsTexts } from '../../texts/settings.js'
import { RemoveBudget } from './remove-budget.js'

const texts = settingsTexts.budgets
const DAY = 86_400

interface BudgetRowProps {
  readonly of: BudgetStanding
  readonly note?: string
  /** No instance has reported as it. */
  readonly isUnknown?: boolean
}

/** One budget: how far it is spent against the time of the day, and what may be kept from now on. */
export function BudgetRow({ of: budget, note, isUnknown = false }: BudgetRowProps): JSX.Element {
  const { service, per_day, spent_today, resets_at } = budget
  const now = serverNow()
  const over = Math.min(1, Math.max(0, 1 - (resets_at - now) / DAY))
  const part = per_day > 0 ? spent_today / per_day : undefined
  return (
    <tr>
      <td>
        {service === null ? (
          <span class="name">{texts.team}</span>
        ) : (
          <a class="name" href={linkTo.service(service)}>
            <Name text={service} />
          </a>
        )}{' '}
        {isUnknown && <Chip tone="warn">{texts.unknown}</Chip>}
        {note !== undefined && <div class="sub">{note}</div>}
      </td>
      <td class="num">
        <b>{budgetText(budget)}</b>
      </td>
      <td class="num span">
        {part === undefined ? (
          texts.nothingLeft
        ) : (
          <>
            <Meter part={part} tick={over} label={texts.meter(percent(part), percent(over))} />
            <div class="sub">
              {texts.ofDay(counted(spent_today, budget), counted(per_day, budget))} · {percent(part)}
            </div>
          </>
        )}
      </td>
      <td class="num named" data-name={texts.pace}>
        {texts.aMinute(counted(budget.pace_per_minute, budget))}
        <div class="sub">{texts.resetsIn(duration(resets_at - now))}</div>
      </td>
      <td class="num named month" data-name={texts.month}>
        {counted(budget.month_to_date, budget)}
      </td>
      <td class="num named who" data-name={texts.set}>
        {when(budget.updated_at, zone.value, now)}
        <div class="sub">
          <Who actor={budget.updated_by} />
        </div>
      </td>
      <td class="r span">
        <span class="acts">
          <ActionButton may="admin" look="small" onClick={() => openBudgetDialog(service)}>
            {texts.change}…
          </ActionButton>
          <ActionButton
            may="admin"
            look="small danger"
            onClick={() => openDialog((close) => <RemoveBudget of={budget} onClose={close} />)}
          >
            {texts.remove}…
          </ActionButton>
        </span>
      </td>
    </tr>
  )
}

interface SharingRowProps {
  readonly service: string
  /** Bytes. */
  readonly sentInDay: number
  /** There is a budget of the team. */
  readonly shares: boolean
}

/** A service without a budget of its own. */
export function SharingRow({ service, sentInDay, shares }: SharingRowProps): JSX.Element {
  return (
    <tr>
      <td>
        <a class="name" href={linkTo.service(service)}>
          <Name text={service} />
        </a>
      </td>
      <td class="dimmer span" colSpan={2}>
        {shares ? texts.shares : texts.adapts}
      </td>
      <td class="dimmer num span" colSpan={3}>
        {texts.sent(bytes(sentInDay))}
      </td>
      <td class="r span">
        <ActionButton may="admin" look="small" onClick={() => openBudgetDialog(service)}>
          {texts.own}…
        </ActionButton>
      </td>
    </tr>
  )
}
