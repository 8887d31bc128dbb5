import type { PatternSampling } from '../pattern-sampling.js'
import type { Allowance } from './allowance.js'
import type { AllowanceLedger } from './allowance-ledger.js'
import { GreedyGroups, PLENTY } from './greedy-groups.js'

const WARN_SEVERITY = 13

/** How allowances of the floor are saved up. */
export interface FloorSavings {
  readonly savedMillis: () => number
  readonly atStart: () => number
}

/** The first of a pattern in a window, or one of the next. */
export interface FloorRequest {
  readonly pattern: PatternSampling
  readonly severityNumber: number
  /** The pattern had a window before. */
  readonly seenBefore: boolean
  readonly cost: number
  /** Another allowance pays for it: this one is charged too, as far as it goes, and does not refuse. */
  readonly isPaid: boolean
  /** Monotonic milliseconds. */
  readonly now: number
}

/**
 * Limits how many `first` and `novel` keeps there may be in all, below WARN and from it on, each on its own. Patterns seen before have
 * half of the `first` allowance for themselves, so that a flood of unique messages cannot spend what known patterns need; of what is
 * left little, nobody takes more than a quarter by messages that begin or end alike. Known patterns below WARN may have what warnings
 * have plenty of. An allowance comes back evenly, not at the turn of a window, and one that was not spent is saved.
 */
export class FloorAllowance {
  readonly #below: SeverityClass
  readonly #fromWarn: SeverityClass

  constructor(ledger: AllowanceLedger, savings: FloorSavings, seed: number) {
    this.#fromWarn = new SeverityClass(ledger, 'first_warn', 'novel_warn', savings, seed)
    this.#below = new SeverityClass(ledger, 'first', 'novel', savings, seed, this.#fromWarn)
  }

  takeFirst(request: FloorRequest): boolean {
    return this.#classOf(request).takeFirst(request)
  }

  takeNovel(request: FloorRequest): boolean {
    return this.#classOf(request).takeNovel(request)
  }

  #classOf({ severityNumber }: FloorRequest): SeverityClass {
    return severityNumber >= WARN_SEVERITY ? this.#fromWarn : this.#below
  }
}

class SeverityClass {
  /** The class that lends what it has plenty of. */
  readonly #lender: SeverityClass | undefined
  readonly #firsts: Allowance
  readonly #unseen: Allowance
  readonly #novels: Allowance
  readonly #greedyFirsts: GreedyGroups
  readonly #greedyNovels: GreedyGroups

  constructor(
    ledger: AllowanceLedger,
    first: 'first' | 'first_warn',
    novel: 'novel' | 'novel_warn',
    savings: FloorSavings,
    seed: number,
    lender?: SeverityClass,
  ) {
    this.#lender = lender
    this.#firsts = ledger.open(first, savings)
    this.#unseen = ledger.openPart({ share: this.#firsts.share / 2, ...savings })
    this.#novels = ledger.open(novel, savings)
    this.#greedyFirsts = new GreedyGroups(seed)
    this.#greedyNovels = new GreedyGroups(seed)
  }

  takeFirst(request: FloorRequest): boolean {
    const { seenBefore, cost, now, isPaid } = request
    if (seenBefore && this.#lender?.lendsFirst(request)) return true
    if (!affords(this.#firsts, this.#greedyFirsts, request)) return isPaid
    if (!seenBefore) {
      if (!affords(this.#unseen, this.#greedyFirsts, request)) return isPaid
      this.#unseen.spend(now, cost)
    }
    spend(this.#firsts, this.#greedyFirsts, request)
    return true
  }

  lendsFirst(request: FloorRequest): boolean {
    return lends(this.#firsts, request)
  }

  lendsNovel(request: FloorRequest): boolean {
    return lends(this.#novels, request)
  }

  takeNovel(request: FloorRequest): boolean {
    if (request.seenBefore && this.#lender?.lendsNovel(request)) return true
    if (!affords(this.#novels, this.#greedyNovels, request)) return false
    spend(this.#novels, this.#greedyNovels, request)
    return true
  }
}

/** Spends an allowance for others, while so much of it is left that they take nothing from who it is for. */
function lends(allowance: Allowance, { cost, now }: FloorRequest): boolean {
  if (!allowance.spares(now, cost, PLENTY)) return false
  allowance.spend(now, cost)
  return true
}

function affords(allowance: Allowance, groups: GreedyGroups, { pattern, cost, now }: FloorRequest): boolean {
  if (!allowance.affords(now, cost)) return false
  if (!groups.waits(pattern, allowance, now)) return true
  allowance.refuse()
  return false
}

function spend(allowance: Allowance, groups: GreedyGroups, { pattern, cost, now }: FloorRequest): void {
  allowance.spend(now, cost)
  groups.took(pattern, cost, now)
}
