import { openDialog } from '../parts/dialogs.js'
import { toast } from '../parts/toast.js'
import { common } from '../texts/common.js'

/** What is not on the screen comes when it is asked for; where the server does not answer, that is said. */
const failed = (): void => toast(common.sentence(common.noAnswer))

export const openPalette = (): void =>
  void import('./palette.js').then(({ Palette }) => openDialog((close) => <Palette onClose={close} />), failed)

export const openKeys = (): void =>
  void import('./keys-help.js').then(({ KeysHelp }) => openDialog((close) => <KeysHelp onClose={close} />), failed)
