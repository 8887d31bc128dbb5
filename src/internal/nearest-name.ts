const MAX_LENGTH = 60

/** Returns the name that was probably meant, if one is near enough: few letters apart, or one of them a part of the other. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > MAX_LENGTH) return undefined
  let nearest: string | undefined
  let least = Math.min(3, given.length / 2)
  for (const name of names) {
    const distance = editDistance(given, name)
    if (distance > least || (distance === least && nearest !== undefined)) continue
    nearest = name
    least = distance
  }
  return nearest ?? names.find((name) => given.length > 2 && (name.includes(given) || given.includes(name)))
}

/** Letters left out, put in, replaced, or swapped with the next one. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
