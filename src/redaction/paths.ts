import { isCompound, isList, type SafeValue } from '../values/value-types.js'

/** `*` stands for any one name or index. */
export type RedactedPath = readonly string[]

const MAX_SEGMENTS = 16
export const REDACTED = '[redacted]'

/** Parses `user.email`, `*.ssn`, `body.card.number`, `headers["x-api-key"]`. Returns `undefined` for what is no path. */
export function parsePath(text: string): RedactedPath | undefined {
  if (text.startsWith('.')) return undefined
  const segments: string[] = []
  const part = /(?:^|\.)([^.[\]"']+)|\[(\d+|\*)\]|\["([^"]+)"\]|\['([^']+)'\]/y
  while (part.lastIndex < text.length) {
    const match = part.exec(text)
    if (match === null) return undefined
    segments.push((match[1] ?? match[2] ?? match[3] ?? match[4])!)
  }
  return segments.length > 0 && segments.length <= MAX_SEGMENTS ? segments : undefined
}

/**
 * Returns the entries with all that `paths` name replaced. A path may name a key that has dots itself, as attributes of
 * OpenTelemetry do: `user.email` is both the attribute of that name and the field `email` of the attribute `user`.
 */
export function redactPaths(entries: Entries, paths: readonly RedactedPath[]): Entries {
  return entries.map(([key, value]) => [key, under(key, value, paths)] as const)
}

type Entries = readonly (readonly [key: string, value: SafeValue])[]

function under(key: string, value: SafeValue, paths: readonly RedactedPath[]): SafeValue {
  const rests: RedactedPath[] = []
  for (const path of paths) {
    for (let length = 1; length <= path.length; length++) {
      const name = path.slice(0, length).join('.')
      if (name !== key && !(length === 1 && name === '*')) continue
      if (length === path.length) return REDACTED
      rests.push(path.slice(length))
    }
  }
  return rests.length === 0 ? value : inside(value, rests)
}

function inside(value: SafeValue, paths: readonly RedactedPath[]): SafeValue {
  if (!isCompound(value)) return value
  if (isList(value)) return value.map((element, i) => under(String(i), element, paths))
  return { entries: redactPaths(value.entries, paths) }
}
