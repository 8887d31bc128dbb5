import { useEffect, useMemo, useRef } from 'preact/hooks'
import { answerOf, api } from '../api/client.js'
import { followPages, type PatternPages } from './pattern-pages.js'
import type { PatternQuery } from './pattern-view.js'

/** Steps of a trend. */
const TREND = 24

/**
 * Returns the rows that fit, followed while the component is there.
 *
 * @param name of the question in words: another one begins anew, and what is there stays until its rows have come
 * @param ask returns what is asked, now
 */
export function usePatternPages(name: string, ask: () => PatternQuery): PatternPages {
  const pages = useMemo(
    () =>
      followPages((page, signal) => {
        const query = { ...ask(), ...page, trend: TREND }
        return answerOf(api.GET('/api/v1/patterns', { params: { query }, signal }))
      }),
    [name],
  )
  const before = useRef(pages)
  useEffect(() => pages.stop, [pages])
  if (pages.total.value === undefined && pages.problem.value === undefined) return before.current
  before.current = pages
  return pages
}
