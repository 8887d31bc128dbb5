import { PAGE_ROWS, type PatternPage } from './pattern-page.js'

/** Which services log a pattern, as indexes in the order in which they came: a list each row, all in one array. */
export class ServiceLinks {
  readonly #most: number
  /** A service and where the next one of the same row is; -1: it is the last. */
  readonly #links: number[] = []

  /** @param most services of a row; those that come later are not kept */
  constructor(most: number) {
    this.#most = most
  }

  /** Returns the services of a row of a page. */
  of(page: PatternPage, row: number): number[] {
    const found: number[] = []
    for (let at = page.services[row % PAGE_ROWS]!; at >= 0; at = this.#links[at + 1]!) found.push(this.#links[at]!)
    return found
  }

  add(page: PatternPage, row: number, service: number): void {
    const links = this.#links
    let [last, many] = [-1, 0]
    for (let at = page.services[row % PAGE_ROWS]!; at >= 0; at = links[at + 1]!) {
      if (links[at] === service) return
      last = at
      many++
    }
    if (many >= this.#most) return
    const next = links.push(service, -1) - 2
    if (last < 0) page.services[row % PAGE_ROWS] = next
    else links[last + 1] = next
  }

  clear(): void {
    this.#links.length = 0
  }
}
