import type { LogRecord } from '../../record/log-record.js'
import type { Signature } from '../../signature/signature.js'
import { callSiteOf } from '../formats/call-site.js'
import { ownText } from './own-text.js'
import { PAGE_ROWS, PatternPage, ROW_COUNTS, ROW_SUMS, type RowsPart } from './pattern-page.js'
import type { TimeScale } from './trend.js'

/** As many as the engine has objects for lately. */
const MAX_RECENT = 8_192
/** Id and check of a signature. */
export const NAME_CHARACTERS = 32
export const OTHERS = 'all other patterns'
/** More than is shown of an example, so that a secret at the end of what is shown is known by its whole. */
const MAX_EXAMPLE_CHARACTERS = 1_256
/** Pages that are kept for what comes next. */
const MAX_KEPT_PAGES = 8

export interface PatternLimits {
  readonly patterns: number
  readonly servicesOfPattern: number
  /** Whether the text of the first record of each is kept. */
  readonly examples: boolean
}

/** What a part of a file says of its patterns, in the order in which they came; to be handed from thread to thread. */
export interface PatternsPart extends RowsPart {
  /** One after the other, {@link NAME_CHARACTERS} each. */
  readonly names: string
  readonly templates: readonly string[]
  readonly examples: readonly string[]
  /** Where each is logged; empty: its first record does not say. */
  readonly sites: readonly string[]
  /** Of each pattern how many services, and which. */
  readonly services: Uint32Array
}

/** The first record of a pattern. */
interface First {
  readonly text: string
  /** Where it was logged, if that was looked for. */
  readonly site?: string
  readonly record?: LogRecord
}

/**
 * What a file says of its patterns: a row each, numbers in pages, a name and a template in the heap, about 350 bytes. Those that come after the
 * first so many are one row together, without example and services.
 */
export class PatternTable {
  readonly #limits: PatternLimits
  readonly #rows = new Map<string, number>()
  /** The engine has one object for most patterns: looked up before any name is made. */
  readonly #recent = new Map<Signature, number>()
  #pages: PatternPage[] = []
  readonly names: string[] = []
  readonly templates: string[] = []
  readonly examples: string[] = []
  readonly sites: string[] = []
  /** Services and where the next of the same row is. */
  readonly #links: number[] = []
  #others = -1

  constructor(limits: PatternLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.names.length
  }

  /** Whether some patterns came too late to be told apart. */
  get hasOthers(): boolean {
    return this.#others >= 0
  }

  /** Returns the row of a signature. @param found an example if it is the first */
  rowOf(signature: Signature, found: First): number {
    const recent = this.#recent.get(signature)
    if (recent !== undefined) return recent
    if (this.#recent.size >= MAX_RECENT) this.#recent.clear()
    const row = this.#named(signature.id + signature.check, signature.template, found)
    this.#recent.set(signature, row)
    return row
  }

  pageOf(row: number): PatternPage {
    return this.#pages[Math.floor(row / PAGE_ROWS)]!
  }

  /** Returns the estimated bytes of a row. */
  bytesOf(row: number): number {
    return this.pageOf(row).sums[(row % PAGE_ROWS) * ROW_SUMS + 1]!
  }

  /** @param service its index; -1: it has none to keep */
  add(row: number, bytes: number, band: number, isError: boolean, service: number): void {
    this.pageOf(row).add(row % PAGE_ROWS, bytes, band, isError)
    if (service >= 0) this.#addService(row, service)
  }

  /** Adds what comes next in the file. @param services where this one has those of the part; -1: it does not keep them */
  merge(part: PatternsPart, scale: TimeScale, services: readonly number[]): void {
    let at = 0
    for (let i = 0; i < part.templates.length; i++) {
      const name = part.names.slice(i * NAME_CHARACTERS, (i + 1) * NAME_CHARACTERS)
      const row = this.#named(name, part.templates[i]!, { text: part.examples[i] ?? '', site: part.sites[i]! })
      this.pageOf(row).merge(row % PAGE_ROWS, scale, part, i)
      for (let left = part.services[at++]!; left > 0; left--) {
        const service = services[part.services[at++]!]!
        if (service >= 0) this.#addService(row, service)
      }
    }
  }

  part(scale: TimeScale): PatternsPart {
    const { size, templates, examples, sites } = this
    const [sums, counts] = [new Float64Array(size * ROW_SUMS), new Uint32Array(size * ROW_COUNTS)]
    const services: number[] = []
    for (let row = 0; row < size; row++) {
      this.pageOf(row).fit(row % PAGE_ROWS, scale)
      const own = this.servicesOf(row)
      services.push(own.length, ...own)
    }
    for (const [i, page] of this.#pages.entries()) {
      const rows = Math.max(0, Math.min(PAGE_ROWS, size - i * PAGE_ROWS))
      sums.set(page.sums.subarray(0, rows * ROW_SUMS), i * PAGE_ROWS * ROW_SUMS)
      counts.set(page.counts.subarray(0, rows * ROW_COUNTS), i * PAGE_ROWS * ROW_COUNTS)
    }
    const { columnMillis, base } = scale
    const texts = { names: this.names.join(''), templates: [...templates], examples: [...examples], sites: [...sites] }
    return { ...texts, sums, counts, services: Uint32Array.from(services), columnMillis, base }
  }

  /** Forgets all; the memory of a few pages is used again. */
  clear(): void {
    for (const [i, page] of this.#pages.entries())
      page.clear(Math.max(0, Math.min(PAGE_ROWS, this.size - i * PAGE_ROWS)))
    this.#pages = this.#pages.slice(0, MAX_KEPT_PAGES)
    this.#rows.clear()
    this.#recent.clear()
    for (const list of [this.names, this.templates, this.examples, this.sites, this.#links]) list.length = 0
    this.#others = -1
  }

  /** Returns the services of a row, in the order in which they came. */
  servicesOf(row: number): number[] {
    const found: number[] = []
    for (let at = this.pageOf(row).services[row % PAGE_ROWS]!; at >= 0; at = this.#links[at + 1]!)
      found.push(this.#links[at]!)
    return found
  }

  #named(name: string, template: string, first: First): number {
    const known = this.#rows.get(name)
    if (known !== undefined) return known
    if (this.#rows.size < this.#limits.patterns) {
      const row = this.#begin(ownText(name, NAME_CHARACTERS), template, first)
      this.#rows.set(this.names[row]!, row)
      return row
    }
    if (this.#others < 0) this.#others = this.#begin('', OTHERS, { text: '', site: '' })
    return this.#others
  }

  #begin(name: string, template: string, first: First): number {
    const row = this.names.push(name) - 1
    this.templates.push(ownText(template, template.length))
    if (this.#limits.examples) this.examples.push(ownText(first.text, MAX_EXAMPLE_CHARACTERS))
    const site = first.site ?? callSiteOf(first.record?.attributes)
    this.sites.push(ownText(site, site.length))
    if (row >= this.#pages.length * PAGE_ROWS) this.#pages.push(new PatternPage())
    return row
  }

  #addService(row: number, service: number): void {
    if (row === this.#others) return
    const links = this.#links
    const page = this.pageOf(row)
    let [last, many] = [-1, 0]
    for (let at = page.services[row % PAGE_ROWS]!; at >= 0; at = links[at + 1]!) {
      if (links[at] === service) return
      last = at
      many++
    }
    if (many >= this.#limits.servicesOfPattern) return
    const next = links.push(service, -1) - 2
    if (last < 0) page.services[row % PAGE_ROWS] = next
    else links[last + 1] = next
  }
}
