import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** An edge of it at the bottom of the window is not scrolled to yet, pixels. */
const EDGE = 200

interface ApproachProps {
  /** Of the room that is kept meanwhile, pixels. */
  readonly height: number
  readonly children: () => ComponentChildren
}

/** Draws what is further down once it is scrolled to: until then nothing is asked for it. Printing draws it too. */
export function Approach({ height, children }: ApproachProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (isNear) return
    const show = (): void => setNear(true)
    const seen = (entries: IntersectionObserverEntry[]): void => {
      if (entries.some((entry) => entry.isIntersecting)) show()
    }
    const observer = new IntersectionObserver(seen, { rootMargin: `0px 0px -${EDGE}px 0px` })
    observer.observe(element.current!)
    addEventListener('beforeprint', show)
    return () => {
      observer.disconnect()
      removeEventListener('beforeprint', show)
    }
  }, [isNear])
  if (isNear) return <>{children()}</>
  return <div ref={element} style={{ minHeight: `${height}px` }} />
}
