import type { JSX } from 'preact'
import { perform } from '../../actions/perform.js'
import { ApiProblem, answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { Dialog } from '../../parts/dialog.js'
import type { Scope } from '../../state/keys.js'
import { serverNow } from '../../state/pulse.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.keys
const SCOPES = ['ingest', 'read', 'operate', 'admin'] as const satisfies readonly Scope[]
const EXPIRES_AFTER_DAYS = [30, 90, 365]
const DAY = 86_400

/** A key with its secret: held by the screen that shows it, and nowhere else. */
export interface MadeKey {
  readonly name: string
  readonly text: string
}

interface NewKeyDialogProps {
  readonly onMade: (made: MadeKey) => void
  readonly onClose: () => void
}

/** Asks for a name, what it may do, and when it expires. */
export function NewKeyDialog({ onMade, onClose }: NewKeyDialogProps): JSX.Element {
  async function submit(form: FormData): Promise<void> {
    const scopes = SCOPES.filter((scope) => form.getAll('scopes').includes(scope))
    if (scopes.length === 0) throw new ApiProblem(422, texts.noScope)
    const name = String(form.get('name')).trim()
    const days = Number(form.get('days'))
    const body = { name, scopes, ...(days > 0 && { expires_at: Math.round(serverNow()) + days * DAY }) }
    const { key } = await perform(() => answerOf(api.POST('/api/v1/keys', { body })), texts.made(plainText(name)))
    onMade({ name, text: key })
  }
  return (
    <Dialog title={texts.create} verb={texts.make} onSubmit={submit} onClose={onClose}>
      <label class="f">
        {texts.name}
        <input name="name" required maxLength={100} pattern=".*\S.*" placeholder={texts.nameHint} autocomplete="off" />
      </label>
      <fieldset class="opts">
        <legend>{texts.scopes}</legend>
        {SCOPES.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scopes" value={scope} />
            <span>
              <b>{texts.scope[scope][0]}</b> <span class="dim">{texts.scope[scope][1]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label class="f">
        {texts.expires}
        <select name="days">
          <option value="0">{texts.never}</option>
          {EXPIRES_AFTER_DAYS.map((days) => (
            <option key={days} value={days}>
              {texts.inDays(days)}
            </option>
          ))}
        </select>
      </label>
    </Dialog>
  )
}
