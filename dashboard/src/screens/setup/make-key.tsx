import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { perform } from '../../actions/perform.js'
import { ApiProblem, answerOf, api } from '../../api/client.js'
import { Button } from '../../parts/button.js'
import { isAdmin } from '../../state/session.js'
import { failures } from '../../texts/failures.js'
import { setupTexts as texts } from '../../texts/setup.js'
import { type Target, UNKNOWN_KEY } from './snippets.js'

const LONGEST_NAME = 256
const LONGEST_KEY_NAME = 100

/** Asks what the service is called, and makes a key that may send its reports. */
export function MakeKey({
  onBegin,
}: {
  onBegin: (begun: Target & { keyId: string | undefined }) => void
}): JSX.Element {
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)

  async function begin(form: FormData, makes: boolean): Promise<void> {
    const service = String(form.get('service')).trim()
    const target = { service, url: String(form.get('url')).trim().replace(/\/+$/, '') }
    if (!makes) return onBegin({ ...target, key: UNKNOWN_KEY, keyId: undefined })
    setBusy(true)
    setProblem(undefined)
    try {
      const body = { name: texts.keyName(service).slice(0, LONGEST_KEY_NAME), scopes: ['ingest' as const] }
      const { id, key } = await perform(() => answerOf(api.POST('/api/v1/keys', { body })), texts.keyIsMade)
      onBegin({ ...target, key, keyId: id })
    } catch (error) {
      setProblem(error instanceof ApiProblem ? failures.sentence(error.message) : failures.failed)
      setBusy(false)
    }
  }
  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const makes = isAdmin.peek() && (event.submitter as HTMLButtonElement | null)?.value !== 'own'
    if (!busy) void begin(new FormData(event.currentTarget as HTMLFormElement), makes)
  }

  return (
    <form class="stacked narrow" onSubmit={(event) => submit(event as unknown as SubmitEvent)}>
      <label class="f">
        {texts.service}
        <input
          name="service"
          required
          maxLength={LONGEST_NAME}
          pattern=".*\S.*"
          placeholder={texts.serviceHint}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <label class="f">
        {texts.address}
        <input name="url" type="url" required defaultValue={location.origin} autocomplete="off" spellcheck={false} />
      </label>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {!isAdmin.value && <p class="dim">{texts.notAdmin}</p>}
      <div class="line">
        {isAdmin.value && (
          <Button type="submit" look="primary" disabled={busy}>
            {texts.make}
          </Button>
        )}
        <button class="btn" type="submit" name="how" value="own" disabled={busy}>
          {texts.haveOne}
        </button>
      </div>
    </form>
  )
}
