import { effect, type ReadonlySignal, signal } from '@preact/signals'
import { type ApiProblem, problemOf } from '../api/client.js'
import type { paths } from '../api/schema.js'
import { changes } from '../state/pulse.js'
import { sessionEnded } from '../state/session.js'
import { isNamed, keyOf, type PatternName } from './pattern-name.js'
import type { Pattern } from './pattern-view.js'

/** Rows that come with the screen, and those of each page that is scrolled to. */
const FIRST = 50
const PAGE = 200

type Answer = paths['/api/v1/patterns']['get']['responses'][200]['content']['application/json']
export type Sums = Answer['sums']

/** Rows of the server's list, by pages that come when they are scrolled to. */
export interface PatternPages {
  /** How many there are; `undefined` until it is known. */
  readonly total: ReadonlySignal<number | undefined>
  readonly sums: ReadonlySignal<Sums | undefined>
  readonly problem: ReadonlySignal<ApiProblem | undefined>
  /** Rows that would stand elsewhere, or are not shown at all yet: nothing moves until it is asked for. */
  readonly moved: ReadonlySignal<number>
  /** Grows when rows came or changed. */
  readonly drawn: ReadonlySignal<number>
  row(index: number): Pattern | undefined
  /** Returns where a pattern stands among the rows that are here, of those without a check named the first; -1: nowhere. */
  indexOf(name: PatternName): number
  /** Says which rows are seen: the pages of them are asked for. */
  need(first: number, end: number): void
  /** Takes the newest order. */
  renew(): void
  stop(): void
}

const startOf = (page: number): number => (page === 0 ? 0 : FIRST + (page - 1) * PAGE)
const pageOf = (row: number): number => (row < FIRST ? 0 : 1 + Math.floor((row - FIRST) / PAGE))

/** Asks for rows of a list. */
export type LoadPage = (
  page: { readonly offset: number; readonly limit: number },
  signal: AbortSignal,
) => Promise<Pick<Answer, 'patterns' | 'total' | 'sums'>>

/** Follows a list by its pages: values change in place, and what would stand elsewhere waits until it is asked for. */
export function followPages(loadPage: LoadPage): PatternPages {
  const total = signal<number | undefined>(undefined)
  const sums = signal<Sums | undefined>(undefined)
  const problem = signal<ApiProblem | undefined>(undefined)
  const moved = signal(0)
  const drawn = signal(0)
  let rows: (Pattern | undefined)[] = []
  let asked = new Set<number>()
  let seen: readonly [number, number] = [0, 0]
  let flight = new AbortController()

  type Take = (found: readonly Pattern[], all: number, of: Sums) => void
  /** @returns whether nothing went wrong */
  async function load(page: number, take: Take): Promise<boolean> {
    const { signal: aborted } = flight
    try {
      const answer = await loadPage({ offset: startOf(page), limit: startOf(page + 1) - startOf(page) }, aborted)
      if (aborted.aborted) return true
      problem.value = undefined
      take(answer.patterns, answer.total, answer.sums)
      drawn.value++
      return true
    } catch (error) {
      if (aborted.aborted) return true
      const said = problemOf(error)
      if (said.status === 401) sessionEnded()
      problem.value = said
      return false
    }
  }

  async function first(page: number): Promise<void> {
    const mine = asked
    if (mine.has(page)) return
    mine.add(page)
    const isHere = await load(page, (found, all, of) => {
      for (const [i, row] of found.entries()) rows[startOf(page) + i] = row
      total.value ??= all
      sums.value = of
    })
    if (!isHere) mine.delete(page)
  }

  /** Values change in place; what would stand elsewhere waits. */
  function again(page: number): void {
    void load(page, (found, all, of) => {
      const [from, end] = [startOf(page), Math.min(rows.length, startOf(page + 1))]
      const byKey = new Map(found.map((row) => [keyOf(row), row]))
      let elsewhere = Math.abs(all - (total.peek() ?? all))
      for (let i = from; i < end; i++) {
        const fresh = rows[i] && byKey.get(keyOf(rows[i]!))
        if (fresh !== undefined) rows[i] = fresh
        if (rows[i] && found[i - from] && keyOf(rows[i]!) !== keyOf(found[i - from]!)) elsewhere++
      }
      if (page === 0 || elsewhere > 0) moved.value = elsewhere
      sums.value = of
    })
  }

  const pagesSeen = (): number[] => {
    const [from, to] = [pageOf(seen[0]), pageOf(Math.max(seen[0], seen[1] - 1))]
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  }
  let isFirst = true
  const unfollow = effect(() => {
    void changes.value
    if (isFirst) void first(0)
    else for (const page of pagesSeen()) asked.has(page) ? again(page) : void first(page)
    isFirst = false
  })
  return {
    total,
    sums,
    problem,
    moved,
    drawn,
    row: (index) => rows[index],
    indexOf: (name) => rows.findIndex((row) => row !== undefined && isNamed(row, name)),
    need(from, end) {
      seen = [from, end]
      if (total.peek() !== undefined) for (const page of pagesSeen()) void first(page)
    },
    renew() {
      flight.abort()
      flight = new AbortController()
      asked = new Set([0])
      // What is shown stays until the new order is there.
      void load(0, (found, all, of) => {
        rows = [...found]
        total.value = all
        sums.value = of
        moved.value = 0
        for (const page of pagesSeen()) void first(page)
      })
    },
    stop() {
      unfollow()
      flight.abort()
    },
  }
}
