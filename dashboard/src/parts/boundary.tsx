import { effect } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useErrorBoundary } from 'preact/hooks'
import { answers } from '../api/client.js'
import { after } from '../internal/clock.js'
import { changes } from '../state/pulse.js'
import { reloadAll } from '../state/resource.js'
import { path } from '../state/url.js'
import { failures } from '../texts/failures.js'
import { Button } from './button.js'

interface BoundaryProps {
  /** What is said stands in; by itself nothing. */
  readonly around?: (said: JSX.Element) => JSX.Element
  readonly children: ComponentChildren
}

/**
 * What fails to be drawn in it takes nothing else with it: that is said in its place, and in the browser's console. It is
 * drawn again on another screen, and whenever something was answered: also where that was asked for.
 */
export function Boundary({ around = (said) => said, children }: BoundaryProps): JSX.Element {
  const [error, drawAgain] = useErrorBoundary((cause: unknown) => reportError(cause))
  const hasFailed = error !== undefined
  useEffect(() => (hasFailed ? onNews(drawAgain) : undefined), [hasFailed])
  if (!hasFailed) return <>{children}</>
  return around(
    <div class="empty" role="alert">
      <p>{failures.notDrawn}</p>
      <Button look="small" onClick={reloadAll}>
        {failures.retry}
      </Button>
    </div>,
  )
}

function onNews(draw: () => void): () => void {
  let isNews = false
  let callOff = (): void => {}
  const unfollow = effect(() => {
    void path.value
    void changes.value
    void answers.value
    callOff()
    // In a task of its own: by then what was answered has been taken by who asked for it, and not before.
    if (isNews) callOff = after(0, draw)
    isNews = true
  })
  return () => {
    callOff()
    unfollow()
  }
}
