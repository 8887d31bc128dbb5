import { computed, type ReadonlySignal, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { answerOf, api } from '../../api/client.js'
import { type Resource, useResource } from '../../state/resource.js'
import type { Version } from './fold-versions.js'

/** Of a day or two. */
const PAGE = 60

export interface Versions {
  /** The newest page, which is followed. */
  readonly newest: Resource<{ readonly versions: readonly Version[] }>
  /** With the older pages that were asked for, newest first. */
  readonly list: ReadonlySignal<readonly Version[] | undefined>
  readonly hasOlder: ReadonlySignal<boolean>
  /** Asks for the next older page. @throws ApiProblem */
  more(): Promise<void>
}

/** The versions of a service's policy, in pages. */
export function useVersions(service: string): Versions {
  const path = { service }
  const newest = useResource(`history ${service}`, (signal) =>
    answerOf(api.GET('/api/v1/policies/{service}/history', { params: { path, query: { limit: PAGE } }, signal })),
  )
  const older = useSignal<readonly Version[]>([])
  const atEnd = useSignal(false)
  return useMemo(() => {
    const list = computed(() => {
      const first = newest.data.value?.versions
      const last = first?.at(-1)?.version ?? 0
      return first && [...first, ...older.value.filter(({ version }) => version < last)]
    })
    const hasOlder = computed(
      () => (list.value?.length ?? 0) >= PAGE && !atEnd.value && list.value!.at(-1)!.version > 1,
    )
    async function more(): Promise<void> {
      const before = list.peek()?.at(-1)?.version
      if (before === undefined) return
      const query = { limit: PAGE, before }
      const { versions } = await answerOf(api.GET('/api/v1/policies/{service}/history', { params: { path, query } }))
      older.value = [...older.peek(), ...versions]
      atEnd.value = versions.length < PAGE
    }
    return { newest, list, hasOlder, more }
  }, [newest])
}
