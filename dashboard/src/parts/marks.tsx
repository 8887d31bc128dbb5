import type { ComponentChildren, JSX } from 'preact'

/** What a colour says; a word beside it says the same. */
export type Tone = '' | 'good' | 'warn' | 'bad' | 'person' | 'accent'

export const Dot = ({ tone = '' }: { tone?: Tone }): JSX.Element => <i class={`dot ${tone}`} aria-hidden="true" />

export const Chip = ({ tone = '', children }: { tone?: Tone | 'line'; children: ComponentChildren }): JSX.Element => (
  <span class={`chip ${tone}`}>{children}</span>
)

/** A bar of 0–1 with a tick, as a budget with the time of the day. */
export function Meter({ part, tick, label }: { part: number; tick?: number; label: string }): JSX.Element {
  const share = (value: number) => `${Math.min(100, Math.max(0, value * 100))}%`
  return (
    <div class="meter" role="img" aria-label={label} title={label}>
      <i class={part > Math.max(1, tick ?? 1) ? 'over' : ''} style={{ width: share(part) }} />
      {tick !== undefined && <b style={{ left: `calc(${share(tick)} - 1px)` }} />}
    </div>
  )
}

interface Choice<Key extends string> {
  readonly label: string
  readonly options: readonly (readonly [Key, string])[]
  readonly value: Key
  readonly onChoose: (key: Key) => void
}

/** One of a few, all of them to be seen. */
export function Segments<Key extends string>({ label, options, value, onChoose }: Choice<Key>): JSX.Element {
  return (
    <fieldset class="seg" aria-label={label}>
      {options.map(([key, text]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChoose(key)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}
