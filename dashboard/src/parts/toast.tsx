import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { after } from '../internal/clock.js'
import { buttons } from '../texts/buttons.js'

/** How long there is to undo. */
const SHOWN_MS = 10_000
const MOST = 4

interface Toast {
  readonly id: number
  readonly text: string
  readonly undo: (() => void) | undefined
}

const toasts = signal<readonly Toast[]>([])
let ids = 0
const remove = (id: number): void => {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id)
}

/** Says what was done, for ten seconds; with `undo` it can be taken back meanwhile. */
export function toast(text: string, undo?: () => void): void {
  const id = ++ids
  toasts.value = [...toasts.peek(), { id, text, undo }].slice(-MOST)
  after(SHOWN_MS, () => remove(id))
}

export function Toasts(): JSX.Element {
  return (
    <div id="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, undo }) => (
        <div key={id} class="toast fade">
          <span>{text}</span>
          {undo && (
            <button
              type="button"
              onClick={() => {
                remove(id)
                undo()
              }}
            >
              {buttons.undo}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
