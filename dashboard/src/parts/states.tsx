import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { after } from '../internal/clock.js'
import type { Resource } from '../state/resource.js'
import { failures } from '../texts/failures.js'
import { Button } from './button.js'

/** Before that an answer is likely to come first. */
const SKELETON_AFTER_MS = 150

/** Why there is nothing, and what to do about it. */
export const Empty = ({ children }: { children: ComponentChildren }): JSX.Element => <div class="empty">{children}</div>

/** Room of the final size, drawn as such after a moment. */
export function Skeleton({ height }: { height: number }): JSX.Element {
  const [shown, setShown] = useState(false)
  useEffect(() => after(SKELETON_AFTER_MS, () => setShown(true)), [])
  return <div class={shown ? 'skeleton on' : 'skeleton'} style={{ height: `${height}px` }} aria-busy="true" />
}

interface LoadedProps<T> {
  readonly of: Resource<T>
  /** Height of what comes, pixels. */
  readonly height: number
  readonly children: (data: T) => ComponentChildren
}

/** What an endpoint says; until then its room; where it fails, why, and a button to try again. What was there stays. */
export function Loaded<T>({ of, height, children }: LoadedProps<T>): JSX.Element {
  const data = of.data.value
  const problem = of.problem.value
  if (data !== undefined) return <>{children(data)}</>
  if (problem === undefined) return <Skeleton height={height} />
  return (
    <div class="empty" role="alert">
      <p>{problem.status === 403 ? failures.forbidden(problem.message) : failures.sentence(problem.message)}</p>
      {problem.status === 429 && <p>{failures.waits(problem.retryAfter ?? 1)}</p>}
      <Button look="small" onClick={() => void of.reload()}>
        {failures.retry}
      </Button>
    </div>
  )
}
