import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiProblem } from '../api/client.js'
import { buttons } from '../texts/buttons.js'
import { failures } from '../texts/failures.js'
import { Button } from './button.js'

interface DialogProps {
  readonly title: string
  /** What the button does: a verb. */
  readonly verb: string
  readonly danger?: boolean
  /** Does it; where it fails the dialog stays and says why. */
  readonly onSubmit: (form: FormData) => Promise<void>
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** Asks before something is changed. Focus goes back where it was by the browser's own means. */
export function Dialog({ title, verb, danger = false, onSubmit, onClose, children }: DialogProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    element.current?.showModal()
    element.current?.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus()
  }, [])

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await onSubmit(new FormData(event.currentTarget as HTMLFormElement))
      element.current?.close()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.message : failures.failed)
      setBusy(false)
    }
  }

  return (
    <dialog ref={element} aria-label={title} onClose={onClose}>
      <form method="dialog" onSubmit={(event) => void submit(event as unknown as SubmitEvent)}>
        <h2>{title}</h2>
        {children}
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="acts">
          <Button onClick={() => element.current?.close()}>{buttons.cancel}</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={busy}>
            {verb}
          </Button>
        </div>
      </form>
    </dialog>
  )
}
