/** Returns major, minor and patch; `undefined`: it is no version. What follows them is left out. */
export function versionOf(text: string): readonly [number, number, number] | undefined {
  const found = /(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?/.exec(text)
  return found === null ? undefined : [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)]
}

/** Returns whether a version is below another; `false` where one of them is none. */
export function isBelow(version: string, limit: string): boolean {
  const a = versionOf(version)
  const b = versionOf(limit)
  if (a === undefined || b === undefined) return false
  const i = a.findIndex((part, at) => part !== b[at])
  return i >= 0 && a[i]! < b[i]!
}

/** Returns whether a version is at least one and below the other. */
export function isWithin(version: string, [from, below]: readonly [string, string]): boolean {
  return !isBelow(version, from) && isBelow(version, below)
}
