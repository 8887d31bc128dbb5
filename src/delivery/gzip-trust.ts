/**
 * Learns whether a backend takes gzip. Some respond to it with 400 or 415, and 400 also means that a record is bad. So a refused
 * body is sent once more uncompressed, and if that works, all later ones are.
 */
export class GzipTrust {
  #enabled: boolean
  /** A compressed body was accepted since the last refusal. */
  #proven = false

  constructor(enabled: boolean) {
    this.#enabled = enabled
  }

  /** Whether to compress bodies. */
  get enabled(): boolean {
    return this.#enabled
  }

  /** A compressed body was accepted. */
  accepted(): void {
    this.#proven = true
  }

  /** A compressed body was refused with this status. Returns whether to send it once more, uncompressed. */
  doubtedBy(status: number): boolean {
    if (status !== 400 && status !== 415) return false
    // Right after a success a 400 is about the content. The next one may come from another backend at the same address.
    const isContent = status === 400 && this.#proven
    this.#proven = false
    return !isContent
  }

  /** A body that was refused compressed was accepted as it is. */
  disproved(): void {
    this.#enabled = false
  }
}
