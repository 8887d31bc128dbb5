import type { ComponentChildren, JSX } from 'preact'
import { Dialog } from '../parts/dialog.js'
import { type Given, givenIn, ReasonField, UntilField } from './fields.js'

interface ActionDialogProps {
  readonly title: string
  /** What the button does: a verb. */
  readonly verb: string
  readonly danger?: boolean
  /** What a reason may look like. */
  readonly hint: string
  /** Asks until when it holds. */
  readonly until?: boolean
  /** Does it, by `perform`; where that fails the dialog stays and says why. */
  readonly onSubmit: (given: Given) => Promise<unknown>
  readonly onClose: () => void
  /** What it does, fields of its own, and what it costs. */
  readonly children: ComponentChildren
}

/**
 * Asks for a reason before something is changed.
 *
 * @example
 * openDialog((close) => (
 *   <ActionDialog title="Reject v7" verb="Reject" danger hint="too little of the basket" onClose={close}
 *     onSubmit={({ reason }) => perform(() => reject(7, reason), 'v7 is rejected')}>
 *     <p class="dim">It ends here; what is in force stays.</p>
 *   </ActionDialog>
 * ))
 */
export function ActionDialog({ hint, until = false, children, onSubmit, ...rest }: ActionDialogProps): JSX.Element {
  return (
    <Dialog {...rest} onSubmit={async (form) => void (await onSubmit(givenIn(form)))}>
      {children}
      <ReasonField hint={hint} />
      {until && <UntilField />}
    </Dialog>
  )
}
