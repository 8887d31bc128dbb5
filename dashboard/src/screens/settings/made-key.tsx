import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { Code } from '../../parts/code.js'
import { settingsTexts } from '../../texts/settings.js'
import type { MadeKey } from './new-key.js'

const texts = settingsTexts.keys

/** The secret of a key, until who made it has it. */
export function MadeKeyNote({ made, onDone }: { made: MadeKey; onDone: () => void }): JSX.Element {
  const note = useRef<HTMLElement>(null)
  useEffect(() => note.current?.focus(), [made])
  const title = texts.made(plainText(made.name))
  return (
    <section class="note accent" ref={note} tabIndex={-1} aria-label={title}>
      <div class="main">
        <b>{title}</b>
        <p class="dim">{texts.once}</p>
        <Code text={made.text} label={texts.theKey} />
      </div>
      <Button look="small" onClick={onDone}>
        {texts.done}
      </Button>
    </section>
  )
}
