import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { onKey } from '../shell/keys.js'

interface RowKeys {
  readonly table: RefObject<HTMLElement | null>
  /** The row that had the focus last; -1: none. */
  readonly focused: number
  readonly count: number
  /** Puts the focus into a row. */
  readonly focus: (index: number) => void
  readonly act: Readonly<Record<'e' | 'l' | 'o', (index: number) => void>>
}

/** Keys of the rows: j and k go to the next and the one before, others act on the row that has the focus. */
export function useRowKeys({ table, focused, count, focus, act }: RowKeys): void {
  useEffect(() => {
    const isHere = (): boolean => focused >= 0 && table.current?.contains(document.activeElement) === true
    const move = (by: number) => (): void => {
      if (count > 0) focus(focused < 0 ? 0 : Math.max(0, Math.min(count - 1, focused + by)))
    }
    const keys = [
      onKey('j', move(1)),
      onKey('k', move(-1)),
      ...(['e', 'l', 'o'] as const).map((key) => onKey(key, () => isHere() && act[key](focused))),
      onKey('/', () => table.current?.querySelector<HTMLElement>('input[type=search]')?.focus()),
    ]
    return () => {
      for (const release of keys) release()
    }
  })
}

/** Moves within the rows by arrows, too: there they do not scroll. */
export function arrowMove(event: KeyboardEvent): number {
  if (!(event.target as Element).matches('.rowbtn')) return 0
  return event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
}
