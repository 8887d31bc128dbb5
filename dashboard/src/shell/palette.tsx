import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Template } from '../parts/template.js'
import { useNewestIncidents } from '../state/incidents.js'
import { days } from '../state/period.js'
import { toggleTheme, toggleZone, zone } from '../state/preferences.js'
import { useServices } from '../state/services.js'
import { go } from '../state/url.js'
import { palette } from '../texts/palette.js'
import { shell } from '../texts/shell.js'
import { leave } from './leave.js'
import { fitting, knownItems, type PaletteItem } from './palette-items.js'
import { usePatternSearch } from './pattern-search.js'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Goes to anything by some letters of it. Patterns are searched by the server. */
export function Palette({ onClose }: { onClose: () => void }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  const [question, setQuestion] = useState('')
  const [at, setAt] = useState(0)
  const services = useServices(days.value).data.value?.services ?? []
  const incidents = useNewestIncidents().data.value?.incidents ?? []
  const patterns = usePatternSearch(question)
  useEffect(() => element.current?.showModal(), [])

  const actions = [
    [shell.theme, toggleTheme],
    [shell.otherZone(zone.value), toggleZone],
    [shell.logOut, leave],
  ] as const
  const items = [...fitting(knownItems(services, incidents, actions), question), ...patterns.items]
  const chosen = Math.min(at, items.length - 1)

  function choose({ to }: PaletteItem): void {
    element.current?.close()
    if (typeof to === 'string') go(to)
    else to()
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    const item = items[chosen]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      setAt((chosen + step + items.length) % items.length)
    } else if (event.key === 'Enter' && item !== undefined && !event.isComposing) {
      event.preventDefault()
      choose(item)
    }
  }
  useEffect(() => {
    element.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  return (
    <dialog ref={element} class="cmdk" aria-label={palette.title} onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label={palette.title}
        aria-expanded="true"
        aria-controls="palette"
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? `palette-${chosen}` : undefined}
        placeholder={palette.hint}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={question}
        onInput={(event) => {
          setQuestion(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette" role="listbox" aria-label={palette.title}>
        {items.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the field that has the focus
          <div
            key={`${item.kind} ${item.text}`}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            onClick={() => choose(item)}
          >
            {item.isTemplate ? <Template text={item.text} lines="one" /> : <bdi class="cut">{item.text}</bdi>}
            <span class="k">
              <bdi>{item.kind}</bdi>
            </span>
          </div>
        ))}
      </div>
      {items.length === 0 && !patterns.isBusy && <p class="none">{palette.nothing}</p>}
      {patterns.isBusy && <p class="none">{palette.searching}</p>}
      {patterns.problem !== undefined && <p class="none">{palette.failed(patterns.problem)}</p>}
      <div class="sr" role="status">
        {question === '' ? '' : palette.found(items.length)}
      </div>
    </dialog>
  )
}
