import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { session } from '../state/session.js'
import { path } from '../state/url.js'
import { type Draft, draftOf, fillIn } from './draft.js'

/** Draws a dialog; `close` takes it away. */
type MakeDialog = (close: () => void) => JSX.Element

const shown = signal<{ readonly id: number; readonly at: string; readonly make: MakeDialog } | undefined>(undefined)
let ids = 0
/** Of the dialog that the end of the session interrupted: held here alone, and given out once. */
let interrupted: { readonly id: number; readonly draft: Draft } | undefined

/**
 * Opens a dialog over the screen, from a button or a key alike. There is one at a time.
 *
 * @example openDialog((close) => <ActionDialog title="Reject v7" verb="Reject" onClose={close} … />)
 */
export function openDialog(make: MakeDialog): void {
  if (shown.peek() === undefined) shown.value = { id: ++ids, at: path.peek(), make }
}

/** Where dialogs are drawn. One that the end of the session interrupted is there again after the login, as it was filled in. */
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
  return <Shown key={id} id={id} make={() => make(close)} />
}

function Shown({ id, make }: { readonly id: number; readonly make: () => JSX.Element }): JSX.Element {
  const around = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const form = around.current?.querySelector('form')
    if (!form) return undefined
    if (interrupted?.id === id) fillIn(form, interrupted.draft)
    interrupted = undefined
    return () => {
      if (session.peek() !== 'in') interrupted = { id, draft: draftOf(form) }
    }
  }, [])
  return <div ref={around}>{make()}</div>
}
