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

interface Paging<T> {
  /** Rows of a page. A page of fewer is the last. */
  readonly size: number
  /** Asks for the page behind a row; without one, for the newest. */
  load(before: number | undefined, signal: AbortSignal | undefined): Promise<readonly T[]>
  idOf(row: T): number
}

interface Asked<T> extends Paging<T> {
  /** The question in words: another one begins anew. */
  readonly key: string
}

/** Rows by falling id, in pages: the newest is followed, older ones stay as they were. */
export function usePages<T>({ key, ...paging }: Asked<T>): Pages<T> {
  const newest = useResource(key, (signal) => paging.load(undefined, signal))
  return useMemo(() => pagesFrom(newest, paging), [newest])
}

/** Follows a newest page with older ones behind it: at most as many rows as were asked for, and none missing between. */
export function pagesFrom<T>(newest: Resource<readonly T[]>, { size, load, idOf }: Paging<T>): Pages<T> {
  const olderPages = signal(0)
  /** What newer rows push out of the newest page stays in it. */
  let known: readonly T[] = []
  let oldest: number | undefined
  const list = computed(() => {
    const room = size * (1 + olderPages.value)
    known = joined(newest.data.value ?? [], olderPages.value > 0 ? known : [], idOf).slice(0, room)
    return known
  })
  const lastOf = (rows: readonly T[]): number | undefined => (rows.length === 0 ? undefined : idOf(rows.at(-1)!))
  const hasOlder = computed(() => list.value.length >= size && lastOf(list.value) !== oldest)
  async function more(): Promise<void> {
    const last = lastOf(list.peek())
    if (last === undefined) return
    const page = await load(last, undefined)
    // The list ends with another row by now.
    if (lastOf(list.peek()) !== last) return
    known = [...list.peek(), ...page]
    if (page.length < size) oldest = lastOf(known)
    olderPages.value++
  }
  return { newest, list, hasOlder, more }
}

/** Returns the newest page with those that were there before behind it; where rows may be missing between, the page alone. */
function joined<T>(page: readonly T[], before: readonly T[], idOf: (row: T) => number): readonly T[] {
  const last = page.at(-1)
  if (last === undefined || before[0] === undefined || idOf(before[0]) < idOf(last)) return page
  return [...page, ...before.filter((row) => idOf(row) < idOf(last))]
}
