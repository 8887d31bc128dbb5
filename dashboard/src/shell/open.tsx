import { openDialog } from '../parts/dialogs.js'
import { session } from '../state/session.js'
import { onKey } from './keys.js'
import { withPart } from './part-of-page.js'

/** Opens them by keys, while somebody is logged in. */
export function startOpening(): void {
  const openers = [
    ['mod k', openPalette],
    ['?', openKeys],
  ] as const
  for (const [keys, open] of openers) onKey(keys, () => session.peek() === 'in' && open())
}

export const openPalette = (): void =>
  withPart(
    () => import('./palette.js'),
    ({ Palette }) => openDialog((close) => <Palette onClose={close} />),
  )

export const openKeys = (): void =>
  withPart(
    () => import('./keys-help.js'),
    ({ KeysHelp }) => openDialog((close) => <KeysHelp onClose={close} />),
  )
