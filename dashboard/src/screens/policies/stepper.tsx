import type { JSX } from 'preact'
import { clockTime, duration, when } from '../../format/times.js'
import { ReasonText } from '../../parts/reason-text.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { settings } from '../../state/session.js'
import { policyTexts } from '../../texts/policies.js'
import { type StepState, stepsOf } from './steps-of.js'
import type { WholeVersion } from './whole-version.js'

const texts = policyTexts.steps
const NO_TIMES = { shadow_seconds: 0, canary_seconds: 0, watch_seconds: 0 }
const CLASSES: Readonly<Record<StepState['state'], string>> = {
  done: 'done',
  now: 'now',
  todo: 'todo',
  skipped: 'todo',
  ended: 'done ended',
}

/** The way of a plan: when it came where, what ends it there, and how far it is. */
export function Stepper({ of }: { of: WholeVersion }): JSX.Element {
  const now = serverNow()
  return (
    <ol class="steps" aria-label={texts.title}>
      {stepsOf(of, settings.value ?? NO_TIMES, now).map((one) => {
        const { step, state, at, progress, watchedUntil, ending } = one
        const part = progress === undefined || progress.whole <= 0 ? 0 : Math.min(1, progress.gone / progress.whole)
        return (
          <li
            key={step}
            class={`step ${CLASSES[state]}`}
            style={{ '--p': `${part * 100}%` }}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <h3>
              {texts.names[step]}{' '}
              <span class="dimmer num">
                {at !== undefined && when(at, zone.value, now)}
                {state === 'skipped' && texts.skipped}
              </span>
            </h3>
            <p>{wordsOf(of, one)}</p>
            {progress !== undefined && (
              <p class="dimmer num">
                {progress.gone < progress.whole
                  ? texts.of(duration(progress.gone), duration(progress.whole))
                  : texts.next}
              </p>
            )}
            {watchedUntil !== undefined && (
              <p class="dimmer num">{texts.watched(clockTime(watchedUntil, zone.value))}</p>
            )}
            {ending !== undefined && (
              <p class="problem">
                {texts.ended}: <ReasonText text={ending} templates={of.templates} />
              </p>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function wordsOf({ forecast, canary }: WholeVersion, { step, state }: StepState): string {
  if (step === 'draft') {
    const replay = forecast?.['replay'] as { hours?: number; problem?: string | null } | undefined
    return texts.draft(replay?.hours, replay?.problem != null)
  }
  if (step === 'canary' && state === 'now' && canary !== null)
    return texts.canaryNow(canary.instances.trying, canary.instances.all)
  return texts[step]
}
