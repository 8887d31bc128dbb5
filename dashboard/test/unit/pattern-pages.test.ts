import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from '../../src/patterns/pattern-name.js'
import { followPages, type LoadPage } from '../../src/patterns/pattern-pages.js'
import type { Pattern } from '../../src/patterns/pattern-view.js'
import { changes } from '../../src/state/pulse.js'

const row = (name: number, seen = 0): Pattern =>
  ({ service: 'shop', signature: name.toString(16).padStart(16, '0'), check: null, seen }) as Pattern
const settled = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

/** A server with a list that may change. */
function listOf(rows: readonly Pattern[]) {
  const server = { rows, asked: [] as number[] }
  const load: LoadPage = async ({ offset, limit }) => {
    server.asked.push(offset)
    const patterns = server.rows.slice(offset, offset + limit)
    return { patterns, total: server.rows.length, sums: {} as never }
  }
  return { server, load }
}

describe('the rows of a table', () => {
  it('come by pages when they are seen, each once', async () => {
    const { server, load } = listOf(Array.from({ length: 1_000 }, (_, i) => row(i)))
    const pages = followPages(load)
    pages.need(0, 30)
    await settled()
    expect(server.asked).toEqual([0])
    expect(pages.total.value).toBe(1_000)
    pages.need(40, 260)
    pages.need(41, 261)
    await settled()
    expect(server.asked.toSorted((a, b) => a - b)).toEqual([0, 50, 250])
    for (const i of [0, 49, 50, 249, 250, 449]) expect(pages.row(i)).toBe(server.rows[i])
    expect(pages.row(450)).toBeUndefined()
    const named = server.rows[300]!
    expect(pages.indexOf(named)).toBe(300)
    // A link may leave out the check; another check is another pattern.
    expect(pages.indexOf({ ...named, check: null })).toBe(300)
    expect(pages.indexOf({ ...named, check: 'f'.repeat(16) })).toBe(-1)
    expect(pages.indexOf({ ...named, service: `not ${named.service}` })).toBe(-1)
    pages.stop()
  })

  it('never move by themselves: values change in place, and the new order waits', async () => {
    const orders = fc.shuffledSubarray(
      Array.from({ length: 40 }, (_, i) => i),
      { minLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(orders, orders, async (first, then) => {
        const { server, load } = listOf(first.map((name) => row(name)))
        const pages = followPages(load)
        pages.need(0, 40)
        await settled()
        server.rows = then.map((name) => row(name, 1))
        changes.value++
        await settled()
        expect(first.map((_, i) => keyOf(pages.row(i)!))).toEqual(first.map((name) => keyOf(row(name))))
        for (const [i, name] of first.entries()) expect(pages.row(i)!.seen).toBe(then.includes(name) ? 1 : 0)
        const isSame = first.length === then.length && first.every((name, i) => name === then[i])
        expect(pages.moved.value > 0).toBe(!isSame)
        pages.renew()
        await settled()
        expect(pages.total.value).toBe(then.length)
        expect(then.map((_, i) => pages.row(i))).toEqual(server.rows)
        expect(pages.moved.value).toBe(0)
        pages.stop()
      }),
    )
  })

  it('stay where the server fails, are asked for again, and no longer once nobody looks', async () => {
    const { server, load } = listOf([row(1), row(2)])
    const order = [...server.rows]
    let fails = false
    const pages = followPages((page, signal) => (fails ? Promise.reject(new Error('down')) : load(page, signal)))
    pages.need(0, 2)
    await settled()
    fails = true
    server.rows = order.toReversed()
    changes.value++
    await settled()
    expect(pages.problem.value?.message).toBe('the server does not answer')
    expect(pages.row(0)).toBe(order[0])
    fails = false
    changes.value++
    await settled()
    expect(pages.problem.value).toBeUndefined()
    expect([pages.row(0), pages.row(1)]).toEqual(order)
    expect(pages.moved.value).toBe(2)
    const asked = server.asked.length
    pages.stop()
    changes.value++
    await settled()
    expect(server.asked).toHaveLength(asked)
  })
})
