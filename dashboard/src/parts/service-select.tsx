import type { JSX, Ref } from 'preact'
import { plainText } from '../format/plain-text.js'
import { useServices } from '../state/services.js'

interface ServiceSelectProps {
  readonly label: string
  /** Empty: all. */
  readonly value: string
  /** What stands for all of them; absent: one has to be chosen. */
  readonly all?: string
  /** Takes the name; empty: all. */
  readonly onChoose: (service: string) => void
  readonly look?: string
  readonly selectRef?: Ref<HTMLSelectElement>
}

/** One of the services, by name; also one that is none, where the address names it. */
export function ServiceSelect({
  label,
  value,
  all,
  onChoose,
  look = 'small',
  selectRef,
}: ServiceSelectProps): JSX.Element {
  const names = useServices().data.value?.services.map(({ name }) => name) ?? []
  const shown = value === '' || names.includes(value) ? names : [...names, value]
  return (
    <select
      {...(selectRef && { ref: selectRef })}
      class={`btn ${look}`}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {all !== undefined && <option value="">{all}</option>}
      {shown
        .toSorted((a, b) => a.localeCompare(b))
        .map((name) => (
          <option key={name} value={name}>
            {plainText(name)}
          </option>
        ))}
    </select>
  )
}
