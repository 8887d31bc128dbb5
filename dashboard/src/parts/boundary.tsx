import { computed, effect } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks'
import { answers } from '../api/client.js'
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

/** Is another one after everything that may let be drawn what could not be. */
const news = computed(() => `${changes.value} ${answers.value} ${path.value}`)

/**
 * What fails to be drawn in it takes nothing else with it: that is said in its place, and in the browser's console. It is
 * drawn again on another screen, and whenever something was answered: also where that was asked for.
 */
export function Boundary({ around = (said) => said, children }: BoundaryProps): JSX.Element {
  const [error, drawAgain] = useErrorBoundary((cause: unknown) => reportError(cause))
  const hasFailed = error !== undefined
  const drawnAfter = useRef('')
  if (!hasFailed) drawnAfter.current = news.peek()
  // Compared, as effects begin a moment after what failed: there may have been news meanwhile.
  useEffect(() => {
    if (!hasFailed) return undefined
    return effect(() => {
      if (news.value !== drawnAfter.current) drawAgain()
    })
  }, [hasFailed])
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
