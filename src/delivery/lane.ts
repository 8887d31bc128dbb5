import type { KeptRecord } from './kept-record.js'

const MIN_COMPACTED_ENTRIES = 1_024

/** First in, first out, bounded by bytes. All operations are O(1), amortised. */
export class Lane {
  readonly maxBytes: number
  #records: (KeptRecord | undefined)[] = []
  #head = 0
  #bytes = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  get count(): number {
    return this.#records.length - this.#head
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The sequence of the oldest record; `Infinity` if empty. */
  get oldest(): number {
    return this.#records[this.#head]?.sequence ?? Number.POSITIVE_INFINITY
  }

  fits(size: number): boolean {
    return this.#bytes + size <= this.maxBytes
  }

  push(record: KeptRecord): void {
    this.#records.push(record)
    this.#bytes += record.size
  }

  peek(): KeptRecord | undefined {
    return this.#records[this.#head]
  }

  shift(): KeptRecord | undefined {
    const record = this.#records[this.#head]
    if (record === undefined) return undefined
    this.#records[this.#head++] = undefined
    this.#bytes -= record.size
    if (this.#head >= MIN_COMPACTED_ENTRIES && this.#head * 2 >= this.#records.length) {
      this.#records = this.#records.slice(this.#head)
      this.#head = 0
    }
    return record
  }

  /** All records, oldest first. */
  *records(): Generator<KeptRecord> {
    for (let i = this.#head; i < this.#records.length; i++) yield this.#records[i]!
  }

  /** Puts others in the place of all records, oldest first. */
  replaceAll(records: KeptRecord[]): void {
    this.#records = records
    this.#head = 0
    this.#bytes = records.reduce((sum, { size }) => sum + size, 0)
  }
}
