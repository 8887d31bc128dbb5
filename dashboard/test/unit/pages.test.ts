import { signal } from '@preact/signals'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pagesFrom } from '../../src/state/pages.js'

const SIZE = 5
const idOf = (row: { readonly id: number }): number => row.id

/** A server with rows of rising ids, and a page that follows it. */
function follow(first: number) {
  let ids: number[] = []
  const server = {
    add(many: number) {
      // Ids have gaps: others are of other teams.
      for (let i = 0; i < many; i++) ids = [(ids[0] ?? 0) + 1 + ((ids.length * 7) % 3), ...ids]
    },
    rows: (before = Number.POSITIVE_INFINITY) => ids.filter((id) => id < before).map((id) => ({ id })),
  }
  server.add(first)
  const page = () => server.rows().slice(0, SIZE)
  const data = signal(page())
  const pages = pagesFrom(
    { data, problem: signal(undefined), reload: async () => {} },
    { size: SIZE, idOf, load: async (before) => server.rows(before).slice(0, SIZE) },
  )
  return {
    server,
    pages,
    refresh: () => {
      data.value = page()
    },
  }
}

describe('a list in pages', () => {
  it('has no gap where newer rows push others out of the newest page', async () => {
    const { server, pages, refresh } = follow(12)
    await pages.more()
    server.add(3)
    refresh()
    expect(pages.list.value).toEqual(server.rows().slice(0, 2 * SIZE))
    expect(pages.hasOlder.value).toBe(true)
  })

  it('begins anew where more rows came at once than a page has', async () => {
    const { server, pages, refresh } = follow(12)
    await pages.more()
    server.add(SIZE + 1)
    refresh()
    expect(pages.list.value).toEqual(server.rows().slice(0, SIZE))
    expect(pages.hasOlder.value).toBe(true)
  })

  it('takes no older page behind another row than it was asked for', async () => {
    const { server, pages, refresh } = follow(12)
    const asked = pages.more()
    server.add(2)
    refresh()
    await asked
    expect(pages.list.value).toEqual(server.rows().slice(0, SIZE))
  })

  it('is the newest rows without a gap, whatever comes, and no more than were asked for', async () => {
    const step = fc.oneof(fc.nat(2 * SIZE), fc.constant('more' as const))
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.array(step, { maxLength: 12 }), async (first, steps) => {
        const { server, pages, refresh } = follow(first)
        let asked = 1
        for (const one of steps) {
          if (one === 'more') {
            await pages.more()
            asked++
          } else {
            server.add(one)
            refresh()
          }
          const all = server.rows()
          const { length } = pages.list.value
          expect(pages.list.value).toEqual(all.slice(0, length))
          expect(length).toBeGreaterThanOrEqual(Math.min(SIZE, all.length))
          expect(length).toBeLessThanOrEqual(asked * SIZE)
          expect(pages.hasOlder.value || length === all.length).toBe(true)
        }
      }),
    )
  })
})
