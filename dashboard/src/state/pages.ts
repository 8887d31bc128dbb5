import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { type Resource, useResource } from './resource.js'

export interface Pages<T> {
  /** The newest page, which is followed. */
  readonly newest: Resource<readonly T[]>
  /** With the older pages that were asked for, newest first. */
  readonly list: ReadonlySignal<readonly T[]>
  readonly hasOlder: ReadonlySignal<boolean>
  /** Asks for the next older page. @throws ApiProblem */
  more(): Promise<void>
}

interface Asked<T> {
  /** The question in words: another one begins anew. */
  readonly key: string
  /** Rows of a page. A page of fewer is the last. */
  readonly size: number
  /** Asks for the page behind a row; without one, for the newest. */
  load(before: number | undefined, signal: AbortSignal | undefined): Promise<readonly T[]>
  idOf(row: T): number
}

/** Rows by falling id, in pages: the newest is followed, older ones stay as they were. */
export function usePages<T>({ key, size, load, idOf }: Asked<T>): Pages<T> {
  const newest = useResource(key, (signal) => load(undefined, signal))
  return useMemo(() => {
    const older = signal<readonly T[]>([])
    const isAtEnd = signal(false)
    const list = computed(() => {
      const first = newest.data.value ?? []
      const last = first.length === 0 ? Number.POSITIVE_INFINITY : idOf(first.at(-1)!)
      return [...first, ...older.value.filter((row) => idOf(row) < last)]
    })
    const hasOlder = computed(() => (newest.data.value?.length ?? 0) >= size && !isAtEnd.value)
    async function more(): Promise<void> {
      const last = list.peek().at(-1)
      if (last === undefined) return
      const page = await load(idOf(last), undefined)
      older.value = [...older.peek(), ...page]
      isAtEnd.value = page.length < size
    }
    return { newest, list, hasOlder, more }
  }, [newest])
}
