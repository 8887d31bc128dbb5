import type { JSX } from 'preact'
import { ActionDialog } from '../../actions/action-dialog.js'
import { deleteBudget, putBudget } from '../../actions/budget.js'
import { perform } from '../../actions/perform.js'
import { plainText } from '../../format/plain-text.js'
import { budgetText } from '../../parts/budget-text.js'
import type { BudgetStanding } from '../../state/budgets.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.budgets

/** Asks for the reason, and takes a budget away; undoing it sets it again. */
export function RemoveBudget({ of, onClose }: { of: BudgetStanding; onClose: () => void }): JSX.Element {
  const { service } = of
  /** Where nobody has set another meanwhile. */
  const again = () => putBudget(service, of, texts.undoReason, 0)
  return (
    <ActionDialog
      title={texts.removeTitle(service === null ? texts.theTeam : plainText(service))}
      verb={texts.remove}
      danger
      hint={texts.removeHint}
      onClose={onClose}
      onSubmit={({ reason }) =>
        perform(() => deleteBudget(service, reason), texts.removed, { what: budgetText(of), run: again })
      }
    >
      <p class="dim">{service === null ? texts.removeTeam : texts.removeOwn}</p>
    </ActionDialog>
  )
}
