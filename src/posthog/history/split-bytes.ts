/**
 * Divides the bytes of an hour among patterns: each record has those of its body, and an even part of what is no body. PostHog divides
 * a request evenly among its records, so that only the sum of all is known.
 *
 * @param records of each pattern
 * @param bodies bytes of all bodies of each pattern; 0: not known, they are taken to be as long as the others
 */
export function splitBytes(total: number, records: readonly number[], bodies: readonly number[]): number[] {
  let [known, knownRecords, all] = [0, 0, 0]
  for (const [i, count] of records.entries()) {
    all += count
    if (bodies[i]! <= 0) continue
    known += bodies[i]!
    knownRecords += count
  }
  if (all === 0) return records.map(() => 0)
  const mean = knownRecords > 0 ? known / knownRecords : 0
  const own = records.map((count, i) => (bodies[i]! > 0 ? bodies[i]! : count * mean))
  const bodyBytes = own.reduce((sum, bytes) => sum + bytes, 0)
  const shrink = bodyBytes > total ? total / bodyBytes : 1
  const even = Math.max(0, total - bodyBytes) / all
  return own.map((bytes, i) => bytes * shrink + records[i]! * even)
}
