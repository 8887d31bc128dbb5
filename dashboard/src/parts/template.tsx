import type { JSX } from 'preact'
import { plainText, templateParts } from '../format/plain-text.js'

/** A text of others that may have templates in it: their values are the same marks as in templates, and nothing is invisible. */
export const Marked = ({ text }: { text: string }): JSX.Element => <bdi class="marked">{shown(text)}</bdi>

const shown = (text: string) =>
  templateParts(text).map(({ kind, text: part }, i) =>
    kind === 'text' ? (
      part
    ) : (
      <span key={i} class={kind === 'value' ? 'w' : 'ctl'}>
        {part}
      </span>
    ),
  )

/** A template: values as marks, and what is invisible or turns the text around as its code point. Copied as text. */
export function Template({ text, lines = '' }: { text: string; lines?: '' | 'one' | 'two' }): JSX.Element {
  return (
    <bdi class={`tpl ${lines}`} title={text.length > 90 ? plainText(text) : undefined}>
      {shown(text)}
    </bdi>
  )
}

/** A name, version or reason that others wrote. */
export const Name = ({ text }: { text: string }): JSX.Element => <bdi>{plainText(text)}</bdi>

/** A sentence of the server's with templates in quotes. */
export function Prose({ text }: { text: string }): JSX.Element {
  const parts = text.split(/((?<=^|\s)'(?:[^']|'(?! to at most))+'(?= to at most))/)
  return (
    <p class="reasoning marked">
      {parts.map((part, i) => (i % 2 === 1 ? <Template key={i} text={part.slice(1, -1)} /> : shown(part)))}
    </p>
  )
}
