import type { JSX } from 'preact'
import { ActionDialog } from '../../actions/action-dialog.js'
import type { Given } from '../../actions/fields.js'
import { perform } from '../../actions/perform.js'
import { modelTexts as texts } from '../../texts/model.js'
import { askForExam, capsIn, MODES, type Model, setModel } from './model-calls.js'

const LARGEST = { tokens_per_day: 1e12, usd: 1e6 } as const

/** Asks what the model may do, and what it may use. */
export function ModeDialog({ of, onClose }: { of: Model; onClose: () => void }): JSX.Element {
  const { caps, mode, exam } = of
  async function submit({ reason, form }: Given): Promise<void> {
    const chosen = MODES.find((one) => one === form.get('mode')) ?? mode
    await perform(() => setModel(chosen, capsIn(form), reason), texts.isSet)
  }
  return (
    <ActionDialog title={texts.changeTitle} verb={texts.set} hint={texts.hint} onSubmit={submit} onClose={onClose}>
      <fieldset class="opts">
        <legend>{texts.mode}</legend>
        {MODES.map((one) => {
          const isBarred = one === 'raise' && exam.state !== 'passed'
          return (
            <label key={one}>
              <input type="radio" name="mode" value={one} defaultChecked={one === mode} disabled={isBarred} />
              <span>
                <b>{texts.modes[one][0]}</b>
                <span class="dimmer block">{texts.modes[one][1]}</span>
                {isBarred && <span class="dimmer block">{texts.needsExam}</span>}
              </span>
            </label>
          )
        })}
      </fieldset>
      <div class="line">
        <Cap
          name="tokens_per_day"
          label={texts.tokens}
          value={caps.tokens_per_day}
          most={LARGEST.tokens_per_day}
          step="1"
        />
        <Cap name="usd_per_day" label={texts.dollarsDay} value={caps.usd_per_day} most={LARGEST.usd} step="any" />
        <Cap name="usd_per_month" label={texts.dollarsMonth} value={caps.usd_per_month} most={LARGEST.usd} step="any" />
      </div>
      <p class="dimmer">{texts.caps}</p>
    </ActionDialog>
  )
}

interface CapProps {
  readonly name: string
  readonly label: string
  readonly value: number
  readonly most: number
  readonly step: string
}

const Cap = ({ name, label, value, most, step }: CapProps): JSX.Element => (
  <label class="f">
    {label}
    <input name={name} type="number" min="0" max={most} step={step} defaultValue={String(value)} />
  </label>
)

/** Asks before the model takes its exam: it takes tokens. */
export function ExamDialog({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <ActionDialog
      title={texts.examTitle}
      verb={texts.takeExam}
      hint={texts.examHint}
      onSubmit={({ reason }) => perform(() => askForExam(reason), texts.examAsked)}
      onClose={onClose}
    >
      <p class="dim">{texts.examWhat}</p>
      <div class="preview">{texts.examCost}</div>
    </ActionDialog>
  )
}
