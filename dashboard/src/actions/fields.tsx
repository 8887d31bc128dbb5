import type { JSX } from 'preact'
import { serverNow } from '../state/pulse.js'
import { actions } from '../texts/actions.js'

/** As long as the server takes. */
const LONGEST_REASON = 1_000
const HOUR = 3_600
const UNTILS = [
  ['forever', undefined],
  ['hour', HOUR],
  ['day', 24 * HOUR],
  ['week', 7 * 24 * HOUR],
  ['month', 30 * 24 * HOUR],
] as const satisfies readonly (readonly [keyof typeof actions.untils, number | undefined])[]

/** Why it is changed: nothing is without it. */
export function ReasonField({ hint }: { hint: string }): JSX.Element {
  return (
    <label class="f">
      {actions.reason}
      <input
        name="reason"
        required
        maxLength={LONGEST_REASON}
        pattern=".*\S.*"
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  )
}

/** Until when it holds. */
export function UntilField(): JSX.Element {
  return (
    <label class="f">
      {actions.until}
      <select name="until">
        {UNTILS.map(([key]) => (
          <option key={key} value={key}>
            {actions.untils[key]}
          </option>
        ))}
      </select>
    </label>
  )
}

/** What was filled in. */
export interface Given {
  readonly reason: string
  /** Epoch seconds by the server's clock; `undefined`: for good. */
  readonly expiresAt: number | undefined
  readonly form: FormData
}

export function givenIn(form: FormData): Given {
  const seconds = UNTILS.find(([key]) => key === form.get('until'))?.[1]
  return {
    reason: String(form.get('reason') ?? '').trim(),
    expiresAt: seconds === undefined ? undefined : Math.round(serverNow()) + seconds,
    form,
  }
}
