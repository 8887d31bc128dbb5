import { query, setQuery } from '../state/url.js'
import type { PatternName } from './pattern-name.js'
import type { Pattern } from './pattern-view.js'

const HEX = /^[0-9a-f]{16}$/

/** Opens a pattern, or closes what is opened; the address says it, where there are several services with whose it is. */
export function setOpened(pattern: Pattern | undefined, showsService = true): void {
  setQuery({
    pattern: pattern?.signature,
    check: pattern?.check ?? undefined,
    of: showsService ? pattern?.service : undefined,
  })
}

/** Returns the pattern that the address names; `undefined`: none. @param service whose patterns are shown; absent: of all */
export function openedIn(service: string | undefined): PatternName | undefined {
  const [signature, named] = [query.value.get('pattern'), query.value.get('check')]
  const of = service ?? query.value.get('of')
  if (signature === null || !HEX.test(signature) || of === null) return undefined
  return { service: of, signature, check: named !== null && HEX.test(named) ? named : null }
}
