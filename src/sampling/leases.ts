import type { Adaptation } from './adaptive/adaptation.js'
import { type DropDecision, droppedAgain } from './decision.js'
import { Lease, type LeaseHolder } from './lease.js'
import { bandOf } from './pattern-sampling.js'

const FIRST_SEVERITY = 1
const LAST_SEVERITY = 16
const BANDS = 4

/** What a lease is granted for. */
export interface LeaseTerms {
  /** How many records. */
  readonly records: number
  /** Up to so many records of the pattern in the interval. */
  readonly bound: number
  /** Monotonic milliseconds at which it ends. */
  readonly until: number
  /** Of each record, in the unit of the budget. */
  readonly cost: number
}

export interface LeasesParts {
  /** Milliseconds from monotonic to epoch time. */
  readonly epochOffset: number
  readonly adaptation: Pick<Adaptation, 'leased' | 'settled'>
  /** Counts dropped records of the process. */
  readonly onDrops: (records: number, severityNumber: number) => void
}

/**
 * The fast way for the usual record. Of a block of L records one is kept, and which one was drawn before: how many records are dropped up to it,
 * or behind it up to the one of the next block, is known already. A lease says "the next n records of this pattern and severity band are
 * dropped", so that each of them is a decrement; what else such a record counts for is counted later, for all of them at once.
 *
 * What makes that exact:
 * - n is at most what is left up to the record to keep. A block is cut short where the plan leaves it far behind: a lease ends
 *   before the rate of its pattern can do that (`bound`), so that blocks are never cut where the draw has a say in it.
 * - n is at most the records after which the demand of all would ask for a new plan (`Adaptation.leaseable`).
 * - A lease ends by time where a step before the draw may decide again (`DecisionStep.passesUntil`), and with the interval.
 * - Records that are not usual never take from one: errors, traced records, what is pinned. The app's own rule is asked of each before.
 * - Whoever reads or changes what is counted settles first: `settle` counts what was taken, `revoke` gives back the rest as well. An
 *   interval, a new plan, a policy, an eviction, a merge and a report revoke; statistics and `explain` settle.
 *
 * What is granted is reserved in the demand of all patterns, and given back if it is not used: leases together never hide a step.
 * There are at most four open leases a pattern. Times are monotonic milliseconds.
 */
export class Leases {
  readonly #open: Lease[] = []
  readonly #epochOffset: number
  readonly #adaptation: LeasesParts['adaptation']
  readonly #onDrops: LeasesParts['onDrops']

  constructor({ epochOffset, adaptation, onDrops }: LeasesParts) {
    this.#epochOffset = epochOffset
    this.#adaptation = adaptation
    this.#onDrops = onDrops
  }

  /** Returns the lease that a record of this severity may take from; `undefined`: there is none. */
  find({ leases }: LeaseHolder, severityNumber: number, now: number): Lease | undefined {
    if (leases === undefined || severityNumber < FIRST_SEVERITY || severityNumber > LAST_SEVERITY) return undefined
    const lease = leases[(severityNumber - 1) >> 2]
    return lease !== undefined && lease.left > 0 && now < lease.until ? lease : undefined
  }

  /** Drops a record by a lease. What the app is asked may log, too: nothing of it may run between `find` and this. */
  take(lease: Lease, estimatedBytes: number, now: number): void {
    lease.left--
    lease.bytes += estimatedBytes
    lease.seenAt = now
  }

  /** Returns the decision about the record that was taken last. */
  decisionOf({ holder: { sampling }, band, counted, left }: Lease): DropDecision {
    return droppedAgain(sampling, sampling.blocks.probabilityOf(band, counted - left), 'adaptive')
  }

  /**
   * The draws of a severity went on: puts a new lease in the place of the last one, if there is one. `lookAhead` is given how many
   * records of the pattern's other bands are leased.
   */
  renew(holder: LeaseHolder, severityNumber: number, lookAhead: (leased: number) => LeaseTerms | undefined): void {
    const band = bandOf(severityNumber)
    const last = holder.leases?.[band]
    if (last !== undefined) this.#close(last)
    if (severityNumber >= FIRST_SEVERITY && severityNumber <= LAST_SEVERITY) {
      const terms = lookAhead(leftOf(holder))
      if (terms !== undefined) this.#grant(holder, severityNumber, terms)
    }
    this.keepWithinBounds(holder)
  }

  #grant(holder: LeaseHolder, severityNumber: number, terms: LeaseTerms): void {
    const band = bandOf(severityNumber)
    holder.leases ??= new Array<Lease | undefined>(BANDS).fill(undefined)
    const lease = holder.leases[band] ?? new Lease(holder, band * BANDS + 1, band)
    holder.leases[band] = lease
    lease.left = lease.counted = terms.records
    lease.bound = terms.bound
    lease.until = terms.until
    lease.cost = terms.cost
    this.#adaptation.leased(terms.records * terms.cost)
    lease.place = this.#open.push(lease) - 1
  }

  /** What came, and what is leased of its other bands, may be more than a lease was granted for. */
  keepWithinBounds(holder: LeaseHolder): void {
    const { leases } = holder
    if (leases === undefined) return
    for (let band = 0; band < BANDS; band++) {
      const lease = leases[band]
      if (lease === undefined || lease.left === 0) continue
      if (holder.sampling.inInterval + leftOf(holder) > lease.bound) this.#close(lease)
    }
  }

  /** Counts what was dropped of a pattern. */
  settle({ leases }: LeaseHolder): void {
    if (leases !== undefined) for (const lease of leases) if (lease !== undefined) this.#settle(lease)
  }

  settleAll(): void {
    for (const lease of this.#open) this.#settle(lease)
  }

  /** Ends the leases of a pattern. */
  revoke({ leases }: LeaseHolder): void {
    if (leases !== undefined) for (const lease of leases) if (lease !== undefined) this.#close(lease)
  }

  revokeAll(): void {
    for (const lease of this.#open) {
      this.#settle(lease)
      this.#giveBack(lease)
    }
    this.#open.length = 0
  }

  #close(lease: Lease): void {
    const { place } = lease
    if (place < 0) return
    this.#settle(lease)
    this.#giveBack(lease)
    const last = this.#open.pop()!
    if (last === lease) return
    this.#open[place] = last
    last.place = place
  }

  #giveBack(lease: Lease): void {
    this.#adaptation.leased(-lease.left * lease.cost)
    lease.left = lease.counted = 0
    lease.place = -1
  }

  #settle(lease: Lease): void {
    const records = lease.counted - lease.left
    if (records === 0) return
    const { holder, severityNumber, band, bytes, seenAt, cost } = lease
    lease.counted = lease.left
    lease.bytes = 0
    const { sampling } = holder
    sampling.inWindow += records
    sampling.blocks.skip(band, records)
    this.#adaptation.settled(sampling, records, cost, seenAt)
    this.#onDrops(records, severityNumber)
    holder.countDrops(records, severityNumber, bytes, seenAt + this.#epochOffset)
  }
}

function leftOf({ leases }: LeaseHolder): number {
  let left = 0
  if (leases !== undefined) for (let band = 0; band < BANDS; band++) left += leases[band]?.left ?? 0
  return left
}
