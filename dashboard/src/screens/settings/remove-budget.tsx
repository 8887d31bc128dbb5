import type { JSX } from 'preact'
import { ActionDialog } from '../../actions/action-dialog.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { budgetText } from '../../parts/budget-text.js'
import type { BudgetStanding } from '../../state/budgets.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.budgets

/** Asks for the reason, and takes a budget away; undoing it sets it again. */
export function RemoveBudget({ of, onClose }: { of: BudgetStanding; onClose: () => void }): JSX.Element {
  const { service, unit, amount } = of
  const path = { service: service ?? '' }
  const remove = (reason: string) =>
    service === null
      ? answerOf(api.DELETE('/api/v1/budget', { params: { query: { reason } } }))
      : answerOf(api.DELETE('/api/v1/services/{service}/budget', { params: { path, query: { reason } } }))
  const body = { unit, amount, reason: texts.undoReason }
  const again = () =>
    service === null
      ? answerOf(api.PUT('/api/v1/budget', { body }))
      : answerOf(api.PUT('/api/v1/services/{service}/budget', { params: { path }, body }))
  return (
    <ActionDialog
      title={texts.removeTitle(service === null ? texts.theTeam : plainText(service))}
      verb={texts.remove}
      danger
      hint={texts.removeHint}
      onClose={onClose}
      onSubmit={({ reason }) => perform(() => remove(reason), texts.removed, { what: budgetText(of), run: again })}
    >
      <p class="dim">{service === null ? texts.removeTeam : texts.removeOwn}</p>
    </ActionDialog>
  )
}
