import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ApiProblem, answerOf, api } from '../api/client.js'
import { plainText } from '../format/plain-text.js'
import { when } from '../format/times.js'
import { budgetText } from '../parts/budget-text.js'
import { toast } from '../parts/toast.js'
import { useWho } from '../parts/who.js'
import { type BudgetStanding, useBudgets } from '../state/budgets.js'
import { zone } from '../state/preferences.js'
import { serverNow } from '../state/pulse.js'
import { settings } from '../state/session.js'
import { budgetTexts as texts } from '../texts/actions.js'
import { ActionDialog } from './action-dialog.js'
import { type Amount, deleteBudget, putBudget, UNITS } from './budget.js'
import { BudgetPreview } from './budget-preview.js'
import type { Given } from './fields.js'
import { perform } from './perform.js'

const CHANGED = 412

/** Asks what may be kept of a service; `null`: of the team. */
export function BudgetDialog({
  service,
  onClose,
}: {
  service: string | null
  onClose: () => void
}): JSX.Element | null {
  const budgets = useBudgets()
  const all = budgets.data.value?.budgets
  // The one that was there when the dialog opened: what is set replaces it, or nothing is set.
  if (all === undefined) return null
  return <BudgetForm service={service} first={all.find((one) => one.service === service)} onClose={onClose} />
}

interface BudgetFormProps {
  readonly service: string | null
  readonly first: BudgetStanding | undefined
  readonly onClose: () => void
}

function BudgetForm({ service, first, onClose }: BudgetFormProps): JSX.Element {
  const who = useWho()
  const seen = useSignal(first)
  const hasPrice = (settings.value?.usd_per_gb ?? 0) > 0
  const units = UNITS.filter((unit) => hasPrice || unit !== 'usd_per_month')
  const amount = useSignal<Amount>({ unit: first?.unit ?? units[0]!, amount: first?.amount ?? Number.NaN })

  async function set({ reason }: Given): Promise<void> {
    const [before, next] = [seen.peek(), amount.peek()]
    let setAt = 0
    const undo = () =>
      before === undefined ? deleteBudget(service, texts.undone) : putBudget(service, before, texts.undone, setAt)
    try {
      const put = async () => {
        const answer = await putBudget(service, next, reason, before?.updated_at ?? 0)
        setAt = answer.updated_at
        if (answer.warning !== null) toast(answer.warning)
      }
      await perform(put, texts.isSet(budgetText(next)), { what: texts.what, run: undo })
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== CHANGED) throw error
      throw new ApiProblem(CHANGED, await changed())
    }
  }

  /** Somebody else set one meanwhile: it is shown, and replaced by the next try alone. */
  async function changed(): Promise<string> {
    const { budgets } = await answerOf(api.GET('/api/v1/budgets'))
    seen.value = budgets.find((one) => one.service === service)
    const now = seen.peek()
    if (now === undefined) return texts.removedMeanwhile
    return texts.setMeanwhile(budgetText(now), who(now.updated_by).name, when(now.updated_at, zone.peek(), serverNow()))
  }

  return (
    <ActionDialog
      title={service === null ? texts.ofTeam : texts.of(plainText(service))}
      verb={texts.verb}
      hint={texts.hint}
      onSubmit={set}
      onClose={onClose}
    >
      <div class="line">
        <label class="f">
          {texts.amount}
          <input
            name="amount"
            type="number"
            min="0.001"
            max="1000000000"
            step="any"
            required
            defaultValue={first === undefined ? '' : String(first.amount)}
            onInput={({ currentTarget }) => {
              amount.value = { ...amount.peek(), amount: currentTarget.valueAsNumber }
            }}
          />
        </label>
        <label class="f">
          {texts.unit}
          <select
            name="unit"
            onChange={({ currentTarget }) => {
              const unit = units.find((one) => one === currentTarget.value)
              if (unit !== undefined) amount.value = { ...amount.peek(), unit }
            }}
          >
            {units.map((unit) => (
              <option key={unit} value={unit} selected={unit === amount.peek().unit}>
                {texts.units[unit]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <BudgetPreview service={service} now={seen.value} next={amount.value} />
      <p class="dimmer">{texts.when}</p>
    </ActionDialog>
  )
}
