import { openDialog } from '../parts/dialogs.js'
import { toast } from '../parts/toast.js'
import { session } from '../state/session.js'
import { failures } from '../texts/failures.js'
import { onKey } from './keys.js'
import { partOfPage } from './part-of-page.js'

/** Opens them by keys, while somebody is logged in. */
export function startOpening(): void {
  const openers = [
    ['mod k', openPalette],
    ['?', openKeys],
  ] as const
  for (const [keys, open] of openers) onKey(keys, () => session.peek() === 'in' && open())
}

/** What is not on the screen comes when it is asked for; where it does not, that is said. */
const failed = ({ message }: Error): void => toast(failures.sentence(message))

export const openPalette = (): void =>
  void partOfPage(() => import('./palette.js')).then(
    ({ Palette }) => openDialog((close) => <Palette onClose={close} />),
    failed,
  )

export const openKeys = (): void =>
  void partOfPage(() => import('./keys-help.js')).then(
    ({ KeysHelp }) => openDialog((close) => <KeysHelp onClose={close} />),
    failed,
  )
