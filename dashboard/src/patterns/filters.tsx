import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { after } from '../internal/clock.js'
import { Icon } from '../parts/icon.js'
import { patterns as texts } from '../texts/patterns.js'
import { CLASSES, ONLY, type PatternView, SEVERITIES, sortedBy } from './pattern-view.js'

const TYPING_MS = 250
const SORTED = ['cost', 'saved', 'logged', 'rate', 'pattern'] as const

interface FilterProps {
  readonly view: PatternView
  readonly onView: (view: PatternView) => void
}

/** Looks for a part of the template, or the start of a signature, a moment after the last letter. */
export function PatternSearch({ view, onView }: FilterProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const latest = useRef(view)
  latest.current = view
  const callOff = useRef(() => {})
  useEffect(() => () => callOff.current(), [])
  useEffect(() => {
    // The address was changed from elsewhere: by the back button, or by clearing.
    if (input.current !== null && input.current !== document.activeElement) input.current.value = view.q
  }, [view.q])
  return (
    <label class="search">
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="search"
        placeholder={texts.search}
        aria-label={texts.search}
        defaultValue={view.q}
        maxLength={200}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget: { value } }) => {
          callOff.current()
          callOff.current = after(TYPING_MS, () => onView({ ...latest.current, q: value.trim() }))
        }}
      />
      <kbd class="hide-s">/</kbd>
    </label>
  )
}

interface ToggleProps {
  readonly isOn: boolean
  readonly text: string
  readonly onClick: () => void
}

const Toggle = ({ isOn, text, onClick }: ToggleProps): JSX.Element => (
  <button type="button" class="fchip" aria-pressed={isOn} onClick={onClick}>
    {text}
  </button>
)

/** Returns a list with one more, or without it. */
function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
}

/** What rows are sorted by, where they are cards and have no head. */
export function PatternSort({ view, onView }: FilterProps): JSX.Element {
  return (
    <select
      class="btn small"
      aria-label={texts.sortBy}
      onChange={({ currentTarget }) => {
        const sort = SORTED.find((one) => one === currentTarget.value)
        if (sort !== undefined) onView(sortedBy(view, sort))
      }}
    >
      {SORTED.map((sort) => (
        <option key={sort} value={sort} selected={sort === view.sort}>
          {texts.columns[sort]}
        </option>
      ))}
    </select>
  )
}

/** What the table is narrowed to, all choices to be seen. */
export function PatternFilters({
  view,
  onView,
  severities = false,
}: FilterProps & { severities?: boolean }): JSX.Element {
  return (
    <fieldset class="filters" aria-label={texts.filters}>
      {ONLY.map((only) => (
        <Toggle
          key={only}
          isOn={view.only === only}
          text={texts.only[only]}
          onClick={() => onView({ ...view, only: view.only === only ? undefined : only })}
        />
      ))}
      <i class="bar" />
      {CLASSES.map((name) => (
        <Toggle
          key={name}
          isOn={view.classes.includes(name)}
          text={texts.classes[name]}
          onClick={() => onView({ ...view, classes: toggled(view.classes, name) })}
        />
      ))}
      {severities && <i class="bar" />}
      {severities &&
        SEVERITIES.map((name) => (
          <Toggle
            key={name}
            isOn={view.severities.includes(name)}
            text={texts.severities[name]}
            onClick={() => onView({ ...view, severities: toggled(view.severities, name) })}
          />
        ))}
    </fieldset>
  )
}
