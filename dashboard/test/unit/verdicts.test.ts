import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstOf, type Verdict } from '../../src/screens/verdicts/use-verdicts.js'

/** A server with so many rows, whose pages have as many of those that are asked for as it says. */
function serverOf(rows: number, sizes: readonly number[]) {
  const limits: number[] = []
  const load = async (limit: number, after: string | undefined) => {
    limits.push(limit)
    const from = Number(after ?? 0)
    const end = Math.min(rows, from + Math.min(limit, sizes[limits.length % sizes.length]!))
    const verdicts = Array.from({ length: end - from }, (_, i) => ({ service: String(from + i) }) as Verdict)
    return { verdicts, next: end < rows ? String(end) : null }
  }
  return { load, limits }
}

describe('what a model says, in pages,', () => {
  it('is what comes first, each row once, and whether there is more; whatever pages have', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.nat(900), fc.integer({ min: 1, max: 700 }), sizes, async (rows, many, some) => {
        const { load, limits } = serverOf(rows, some)
        const { verdicts, hasMore } = await firstOf(many, load)
        const first = Math.min(rows, many)
        expect(verdicts.map(({ service }) => Number(service))).toEqual(Array.from({ length: first }, (_, i) => i))
        expect(hasMore).toBe(rows > many)
        expect(Math.max(...limits)).toBeLessThanOrEqual(200)
      }),
    )
  })

  it('is asked for on and on where pages are empty but not the last', async () => {
    const pages = [[], [], [1]].map((some, i, { length }) => ({
      verdicts: some as unknown as Verdict[],
      next: i < length - 1 ? String(i) : null,
    }))
    const { verdicts, hasMore } = await firstOf(5, async () => pages.shift()!)
    expect([verdicts.length, hasMore]).toEqual([1, false])
  })
})
