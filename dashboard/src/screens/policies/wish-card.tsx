import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ActionButton } from '../../actions/action-button.js'
import { ActionDialog } from '../../actions/action-dialog.js'
import { perform } from '../../actions/perform.js'
import { problemOf } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { openDialog } from '../../parts/dialogs.js'
import { ServiceSelect } from '../../parts/service-select.js'
import { silence } from '../../state/pulse.js'
import { failures } from '../../texts/failures.js'
import { wishTexts as texts } from '../../texts/wishes.js'
import { applyWish, type Proposal, propose } from './wish-calls.js'
import { patternsText, WishProposal } from './wish-proposal.js'

/** As long as the server takes. */
const LONGEST = 1_000

/** A wish in words, what it would do, and the button that does just that. */
export function WishCard(): JSX.Element {
  const [text, setText] = useState('')
  const [service, setService] = useState('')
  const [seen, setSeen] = useState<Proposal | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)

  async function look(event: Event): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    setSeen(undefined)
    try {
      const body = { text: text.trim(), ...(service !== '' && { services: [service] }) }
      setSeen(await propose(body))
    } catch (error) {
      setProblem(failures.sentence(plainText(problemOf(error).message)))
    }
    setBusy(false)
  }
  // What is shown is of these words: others are looked at first.
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setSeen(undefined)
  }
  function done(): void {
    setSeen(undefined)
    setText('')
  }

  return (
    <Card title={texts.title}>
      <div class="body spaced">
        <p class="dim">{texts.what}</p>
        <form class="stacked" onSubmit={(event) => void look(event)}>
          <label class="f">
            {texts.field}
            <textarea
              rows={2}
              required
              maxLength={LONGEST}
              placeholder={texts.hint}
              value={text}
              onInput={(event) => change(setText)(event.currentTarget.value)}
            />
          </label>
          <div class="line">
            <ServiceSelect
              label={texts.services}
              all={texts.named}
              look=""
              value={service}
              onChoose={change(setService)}
            />
            <Button type="submit" disabled={busy || silence.value !== undefined}>
              {texts.look}
            </Button>
          </div>
        </form>
        <div aria-live="polite">
          {problem !== undefined && <p class="problem">{problem}</p>}
          {seen !== undefined && <WishProposal of={seen} />}
        </div>
        {seen?.hash != null && (
          <p>
            <ActionButton may="admin" look="primary" onClick={() => openApply(seen, text.trim(), done)}>
              {texts.apply}…
            </ActionButton>
          </p>
        )}
      </div>
    </Card>
  )
}

/** Does what was shown; where it would be another thing by now the server refuses, and the dialog says so. */
function openApply(seen: Proposal, text: string, onDone: () => void): void {
  const { hash, changes } = seen
  if (hash === null) return
  async function submit(reason: string): Promise<void> {
    await perform(() => applyWish(seen, hash!, text, reason), texts.applied(patternsText(changes)))
    onDone()
  }
  openDialog((close) => (
    <ActionDialog
      title={texts.title}
      verb={texts.apply}
      hint={texts.applyHint}
      onClose={close}
      onSubmit={({ reason }) => submit(reason)}
    >
      <p class="dim">{texts.applyWhat}</p>
    </ActionDialog>
  ))
}
