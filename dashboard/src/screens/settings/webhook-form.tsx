import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { perform } from '../../actions/perform.js'
import { ApiProblem, answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { silence } from '../../state/pulse.js'
import { failures } from '../../texts/failures.js'
import { settingsTexts } from '../../texts/settings.js'
import { again, putWebhook, type Webhook } from './webhook-calls.js'

const texts = settingsTexts.webhook
const FORMATS = ['json', 'slack'] as const
type Outcome = { readonly tone: 'good' | 'problem'; readonly text: string }

/** Sets the webhook and tries it. */
export function WebhookForm({ found }: { found: Webhook }): JSX.Element {
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const off = busy || silence.value !== undefined

  async function run(work: () => Promise<Outcome | undefined>): Promise<void> {
    setBusy(true)
    setOutcome(undefined)
    try {
      setOutcome(await work())
    } catch (error) {
      const text = error instanceof ApiProblem ? failures.sentence(error.message) : failures.failed
      setOutcome({ tone: 'problem', text })
    }
    setBusy(false)
  }
  async function save(form: FormData): Promise<undefined> {
    const format = FORMATS.find((key) => key === form.get('format')) ?? 'json'
    const body = { url: String(form.get('url')).trim(), format }
    await perform(() => putWebhook(body), texts.saved, { what: texts.title, run: () => again(found) })
  }
  async function test(): Promise<Outcome> {
    const { delivered, problem } = await answerOf(api.POST('/api/v1/webhook/test'))
    if (delivered) return { tone: 'good', text: texts.taken }
    return { tone: 'problem', text: texts.notTaken(plainText(problem ?? '')) }
  }
  function submit(event: Event): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    void run(() => save(form))
  }

  return (
    <form class="stacked" onSubmit={submit}>
      <label class="f">
        {texts.url}
        <input
          name="url"
          type="url"
          required
          maxLength={2_000}
          defaultValue={found?.url ?? ''}
          placeholder={texts.urlHint}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <label class="f">
        {texts.format}
        <select name="format">
          {FORMATS.map((key) => (
            <option key={key} value={key} selected={key === found?.format}>
              {texts.formats[key]}
            </option>
          ))}
        </select>
      </label>
      <p class="dimmer">{texts.hosts}</p>
      <div class="line">
        <Button type="submit" look="primary" disabled={off}>
          {texts.save}
        </Button>
        {found !== null && (
          <Button disabled={off} onClick={() => void run(test)}>
            {texts.test}
          </Button>
        )}
        <span role="status" class={outcome?.tone ?? ''}>
          {outcome?.text}
        </span>
      </div>
    </form>
  )
}
