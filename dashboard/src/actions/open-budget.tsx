import { openDialog } from '../parts/dialogs.js'
import { withPart } from '../shell/part-of-page.js'

/** Asks what may be kept of a service; `null`: of the team. */
export const openBudgetDialog = (service: string | null): void =>
  withPart(
    () => import('./budget-dialog.js'),
    ({ BudgetDialog }) => openDialog((close) => <BudgetDialog service={service} onClose={close} />),
  )
