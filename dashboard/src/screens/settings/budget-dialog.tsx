import type { JSX } from 'preact'
import { ActionDialog } from '../../actions/action-dialog.js'
import type { Given } from '../../actions/fields.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { budgetText } from '../../parts/budget-text.js'
import type { BudgetStanding } from '../../state/budgets.js'
import { settings } from '../../state/session.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.budgets
const UNITS = ['usd_per_month', 'gb_per_day', 'records_per_second'] as const

interface BudgetDialogProps {
  /** `null`: the team. */
  readonly service: string | null
  readonly now?: BudgetStanding
  readonly onClose: () => void
}

/** Asks what may be kept. */
export function BudgetDialog({ service, now, onClose }: BudgetDialogProps): JSX.Element {
  const hasPrice = (settings.value?.usd_per_gb ?? 0) > 0
  const path = { service: service ?? '' }
  async function set({ form, reason }: Given): Promise<void> {
    const unit = UNITS.find((key) => key === form.get('unit')) ?? 'gb_per_day'
    const body = { unit, amount: Number(form.get('amount')), reason }
    const put = () =>
      service === null
        ? answerOf(api.PUT('/api/v1/budget', { body }))
        : answerOf(api.PUT('/api/v1/services/{service}/budget', { params: { path }, body }))
    await perform(put, texts.isSet(budgetText(body)))
  }
  return (
    <ActionDialog
      title={service === null ? texts.setTeam : texts.setOf(plainText(service))}
      verb={texts.setVerb}
      hint={texts.setHint}
      onClose={onClose}
      onSubmit={set}
    >
      <div class="line">
        <label class="f">
          {texts.amountField}
          <input
            name="amount"
            type="number"
            min="0.001"
            max="1000000000"
            step="any"
            required
            defaultValue={now?.amount ?? ''}
          />
        </label>
        <label class="f">
          {texts.unitField}
          <select name="unit">
            {UNITS.filter((key) => hasPrice || key !== 'usd_per_month').map((key) => (
              <option key={key} value={key} selected={key === now?.unit}>
                {texts.unitNames[key]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </ActionDialog>
  )
}
