import type { JSX } from 'preact'
import { plainLines } from '../format/plain-text.js'
import { buttons } from '../texts/buttons.js'
import { Button } from './button.js'
import { toast } from './toast.js'

/** Puts a text on the clipboard and says so. */
export async function copy(text: string, what: string): Promise<void> {
  const done = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  toast(done === true ? buttons.copied(what) : buttons.notCopied)
}

/** Lines to copy. */
export function Code({ text, label }: { text: string; label: string }): JSX.Element {
  return (
    <div class="codebox">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <pre class="code" tabIndex={0}>
        {plainLines(text)}
      </pre>
      <Button look="small" icon="copy" onClick={() => void copy(text, label)}>
        {buttons.copy}
        <span class="sr"> {label}</span>
      </Button>
    </div>
  )
}
