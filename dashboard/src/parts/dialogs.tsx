import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { session } from '../state/session.js'
import { path } from '../state/url.js'

/** Draws a dialog; `close` takes it away. */
export type MakeDialog = (close: () => void) => JSX.Element

const shown = signal<{ readonly id: number; readonly at: string; readonly make: MakeDialog } | undefined>(undefined)
let ids = 0

/**
 * Opens a dialog over the screen, from a button or a key alike. There is one at a time.
 *
 * @example openDialog((close) => <ActionDialog title="Reject v7" verb="Reject" onClose={close} … />)
 */
export function openDialog(make: MakeDialog): void {
  if (shown.peek() === undefined) shown.value = { id: ++ids, at: path.peek(), make }
}

/** Where dialogs are drawn. One that the end of the session interrupted is there again after the login. */
export function Dialogs(): JSX.Element | null {
  useEffect(
    () => () => {
      // A screen whose code has just come is the one it was opened on.
      if (session.peek() === 'in' && shown.peek()?.at !== path.peek()) shown.value = undefined
    },
    [],
  )
  if (shown.value === undefined) return null
  const { id, make } = shown.value
  const close = (): void => {
    if (shown.peek()?.id === id) shown.value = undefined
  }
  return <div key={id}>{make(close)}</div>
}
