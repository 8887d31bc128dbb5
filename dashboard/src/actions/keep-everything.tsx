import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { answerOf, api } from '../api/client.js'
import { plainText } from '../format/plain-text.js'
import { openDialog } from '../parts/dialogs.js'
import { serverNow } from '../state/pulse.js'
import type { Service } from '../state/services.js'
import { actions, switchTexts as texts } from '../texts/actions.js'
import { ActionButton } from './action-button.js'
import { ActionDialog } from './action-dialog.js'
import { priceOf } from './cost.js'
import { perform } from './perform.js'

const MINUTES_A_DAY = 1_440
const USUAL = 30
const MOST = 60

interface SwitchTarget {
  readonly service: string
  /** Bytes that are dropped a day: what keeping everything costs. */
  readonly dropped: number
  /** It is on: it is to be longer. */
  readonly isOn?: boolean
}

/** Returns what keeping everything of a service is asked with, as it stands now. */
export const switchOf = ({ name, bytes, billed_bytes, switch_until: until }: Service): SwitchTarget => ({
  service: name,
  dropped: Math.max(0, bytes - billed_bytes),
  isOn: until !== null && until > serverNow(),
})

/** Asks before everything of a service is kept for a while. */
export const openKeepEverything = (target: SwitchTarget): void =>
  openDialog((close) => <KeepEverything {...target} onClose={close} />)

const end = (service: string, reason?: string): Promise<unknown> =>
  answerOf(
    api.DELETE('/api/v1/services/{service}/incident-switch', {
      params: { path: { service }, query: { ...(reason !== undefined && { reason }) } },
    }),
  )

function KeepEverything({
  service,
  dropped,
  isOn = false,
  onClose,
}: SwitchTarget & { onClose: () => void }): JSX.Element {
  const minutes = useSignal(USUAL)
  const name = plainText(service)
  const start = (reason: string) =>
    answerOf(
      api.POST('/api/v1/services/{service}/incident-switch', {
        params: { path: { service } },
        body: { minutes: minutes.peek(), reason },
      }),
    )
  return (
    <ActionDialog
      title={isOn ? texts.extendTitle(name) : texts.title(name)}
      verb={texts.verb}
      hint={texts.hint}
      onClose={onClose}
      onSubmit={({ reason }) =>
        perform(() => start(reason), texts.done(minutes.peek()), {
          what: texts.what(name),
          run: () => end(service, undefined),
        })
      }
    >
      <label class="f">
        {texts.minutes}
        <input
          name="minutes"
          type="number"
          min="1"
          max={MOST}
          required
          defaultValue={String(USUAL)}
          onInput={(event) => {
            const value = event.currentTarget.valueAsNumber
            if (value >= 1 && value <= MOST) minutes.value = value
          }}
        />
      </label>
      <div class="preview num" aria-live="polite">
        <b>{texts.cost(priceOf((dropped * minutes.value) / MINUTES_A_DAY), minutes.value)}</b>. {actions.basis}
      </div>
      <p class="dim">{texts.ends}</p>
    </ActionDialog>
  )
}

function EndKeepEverything({ service, onClose }: { service: string; onClose: () => void }): JSX.Element {
  return (
    <ActionDialog
      title={texts.endTitle(plainText(service))}
      verb={texts.endVerb}
      hint={texts.endHint}
      onClose={onClose}
      onSubmit={({ reason }) => perform(() => end(service, reason), texts.ended)}
    >
      <p class="dim">{texts.endWhat}</p>
    </ActionDialog>
  )
}

/** Keeps everything, or ends that, for those who may. */
export function KeepEverythingButton({ service, dropped, isOn = false }: SwitchTarget): JSX.Element {
  return isOn ? (
    <ActionButton
      may="operate"
      look="danger"
      onClick={() => openDialog((close) => <EndKeepEverything service={service} onClose={close} />)}
    >
      {texts.end}
    </ActionButton>
  ) : (
    <ActionButton may="operate" onClick={() => openKeepEverything({ service, dropped })}>
      {texts.open}
    </ActionButton>
  )
}
