export interface PolicyChange {
  /** Such as `pattern_rates.0123456789abcdef`. */
  readonly path: string
  /** Absent where there was nothing. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Fields that differ with every version and say nothing. */
const ALWAYS_DIFFERENT = new Set(['version', 'issued_at', 'expires_at', 'service', 'pattern_checks'])

/** Returns what `after` says otherwise than `before`, maps entry by entry, in order of the paths. */
export function diffOf(before: object, after: object): PolicyChange[] {
  return changesOf(before, after, '')
    .filter(({ path }) => !ALWAYS_DIFFERENT.has(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function changesOf(before: object, after: object, prefix: string): PolicyChange[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const path = `${prefix}${name}`
    const [was, is] = [old.get(name), now.get(name)]
    if (isMap(was ?? {}) && isMap(is ?? {}) && (was !== undefined || is !== undefined)) {
      return changesOf((was as object) ?? {}, (is as object) ?? {}, `${path}.`)
    }
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [{ path, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }]
  })
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
