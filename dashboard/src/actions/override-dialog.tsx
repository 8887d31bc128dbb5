import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { percent } from '../format/numbers.js'
import { openDialog } from '../parts/dialogs.js'
import { Template } from '../parts/template.js'
import { overrideTexts as texts } from '../texts/actions.js'
import { patterns } from '../texts/patterns.js'
import { ActionDialog } from './action-dialog.js'
import { Cost } from './cost.js'
import type { Given } from './fields.js'
import {
  type Override,
  type OverrideBody,
  type OverrideKind,
  type PatternName,
  putOverride,
  undoOf,
} from './override.js'
import { perform } from './perform.js'

/** A pattern with what its cost is reckoned from. */
export interface PatternTarget extends PatternName {
  readonly template: string
  readonly class: string
  /** Bytes a day: all of it, and what is kept now. */
  readonly bytes: number
  readonly keptBytes: number
  /** Bytes a day of the budget that it counts against. */
  readonly budget: number | undefined
  readonly overrides: readonly Override[]
}

const LABELS = ['security', 'audit', 'business', 'debug', 'health_check', 'unknown'] as const

/** Asks before a person fixes something of a pattern. */
export function openOverrideDialog(kind: OverrideKind, target: PatternTarget): void {
  openDialog((close) => <OverrideDialog kind={kind} target={target} onClose={close} />)
}

interface OverrideDialogProps {
  readonly kind: OverrideKind
  readonly target: PatternTarget
  readonly onClose: () => void
}

function OverrideDialog({ kind, target, onClose }: OverrideDialogProps): JSX.Element {
  const before = target.overrides.find((one) => one.kind === kind && one.check === target.check)
  const now = target.bytes > 0 ? target.keptBytes / target.bytes : 1
  const rate = useSignal(kind === 'exemption' ? 1 : (before?.rate ?? Math.max(0.01, Math.round(now * 100) / 100)))

  async function set({ reason, expiresAt, form }: Given): Promise<void> {
    const label = LABELS.find((name) => name === form.get('class'))
    const body: OverrideBody = {
      reason,
      ...(expiresAt !== undefined && { expires_at: expiresAt }),
      ...(kind === 'lock' && { rate: rate.peek() }),
      ...(kind === 'label' && label !== undefined && { class: label }),
    }
    await perform(() => putOverride(target, kind, body), texts.done[kind], undoOf(target, kind, before))
  }

  return (
    <ActionDialog
      title={texts.titles[kind]}
      verb={texts.verbs[kind]}
      hint={texts.hints[kind]}
      until
      onSubmit={set}
      onClose={onClose}
    >
      <div>
        <Template text={target.template} />
      </div>
      <p class="dim">{texts.what[kind]}</p>
      {kind === 'lock' && (
        <label class="f">
          {texts.rate}
          <input
            name="rate"
            type="number"
            min="0"
            max="100"
            step="any"
            required
            defaultValue={String(Math.round(rate.peek() * 10_000) / 100)}
            onInput={(event) => {
              const share = event.currentTarget.valueAsNumber / 100
              if (share >= 0 && share <= 1) rate.value = share
            }}
          />
        </label>
      )}
      {kind === 'label' ? (
        <>
          <label class="f">
            {texts.class}
            <select name="class" required>
              {LABELS.map((name) => (
                <option key={name} value={name} selected={name === (before?.class ?? target.class)}>
                  {patterns.classes[name]}
                </option>
              ))}
            </select>
          </label>
          <div class="preview">{texts.labelCost}</div>
        </>
      ) : (
        <Cost before={target.keptBytes} after={target.bytes * rate.value} budget={target.budget}>
          {texts.kept(percent(now), percent(rate.value))}
        </Cost>
      )}
      <p class="dimmer">{texts.when}</p>
    </ActionDialog>
  )
}
