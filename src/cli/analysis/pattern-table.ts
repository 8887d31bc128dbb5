import type { LogRecord } from '../../record/log-record.js'
import type { Signature } from '../../signature/signature.js'
import { callSiteOf } from '../formats/call-site.js'
import { ownText } from './own-text.js'
import { PAGE_ROWS, PatternPage, ROW_SUMS } from './pattern-page.js'
import { NAME_CHARACTERS, type PatternsPart } from './patterns-part.js'
import { ServiceLinks } from './service-links.js'
import type { TimeScale } from './trend.js'

/** As many as the engine has objects for lately. */
const MAX_RECENT = 8_192
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
  readonly #services: ServiceLinks
  #others = -1

  constructor(limits: PatternLimits) {
    this.#limits = limits
    this.#services = new ServiceLinks(limits.servicesOfPattern)
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
    this.#addService(row, service)
  }

  /** Adds what comes next in the file. @param services where this one has those of the part; -1: it does not keep them */
  merge(part: PatternsPart, scale: TimeScale, services: readonly number[]): void {
    let at = 0
    for (let i = 0; i < part.templates.length; i++) {
      const name = part.names.slice(i * NAME_CHARACTERS, (i + 1) * NAME_CHARACTERS)
      const row = this.#named(name, part.templates[i]!, { text: part.examples[i] ?? '', site: part.sites[i]! })
      this.pageOf(row).merge(row % PAGE_ROWS, scale, part, i)
      for (let left = part.services[at++]!; left > 0; left--) this.#addService(row, services[part.services[at++]!]!)
    }
  }

  /** Forgets all; the memory of a few pages is used again. */
  clear(): void {
    for (const [i, page] of this.#pages.entries())
      page.clear(Math.max(0, Math.min(PAGE_ROWS, this.size - i * PAGE_ROWS)))
    this.#pages = this.#pages.slice(0, MAX_KEPT_PAGES)
    this.#rows.clear()
    this.#recent.clear()
    for (const list of [this.names, this.templates, this.examples, this.sites]) list.length = 0
    this.#services.clear()
    this.#others = -1
  }

  /** Returns the services of a row, in the order in which they came. */
  servicesOf(row: number): number[] {
    return this.#services.of(this.pageOf(row), row)
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
    if (service >= 0 && row !== this.#others) this.#services.add(this.pageOf(row), row, service)
  }
}
