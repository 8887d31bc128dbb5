import type { ComponentChildren, JSX } from 'preact'
import { Button, IconButton } from '../parts/button.js'
import type { IconName } from '../parts/icon.js'
import { silence } from '../state/pulse.js'
import { isAdmin, isOperator } from '../state/session.js'
import { actions } from '../texts/actions.js'

interface ActionButtonProps {
  /** Whose it is: of others it is not there. */
  readonly may: 'operate' | 'admin'
  readonly onClick: () => void
  readonly icon?: IconName
  readonly look?: string
  readonly title?: string
  readonly children: ComponentChildren
}

/** Whether who is logged in may do it. */
export const may = (scope: 'operate' | 'admin'): boolean => (scope === 'admin' ? isAdmin.value : isOperator.value)

/** Opens a dialog that changes something. Not there for who may not, off while the server does not answer. */
export function ActionButton({ may: scope, ...rest }: ActionButtonProps): JSX.Element | null {
  if (!may(scope)) return null
  const off = silence.value !== undefined
  return <Button {...rest} disabled={off} {...(off && { title: actions.offline })} />
}

interface ActionIconProps extends Omit<ActionButtonProps, 'children' | 'look' | 'title'> {
  readonly label: string
  readonly icon: IconName
}

export function ActionIcon({ may: scope, label, ...rest }: ActionIconProps): JSX.Element | null {
  if (!may(scope)) return null
  const off = silence.value !== undefined
  return <IconButton {...rest} label={off ? actions.offline : label} disabled={off} />
}
