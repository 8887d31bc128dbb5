/**
 * Ratio estimator of encoded bytes: kept records are encoded and known exactly, all records have a flat estimate; what the
 * dropped ones would have been is their estimate times exact/estimate of the kept ones. Stamps are not part of it.
 */
export class SizeCalibration {
  #estimatedSeen = 0
  #estimatedEncoded = 0
  #encoded = 0
  #estimatedKept = 0

  seen(estimatedBytes: number, kept: boolean): void {
    this.#estimatedSeen += estimatedBytes
    if (kept) this.#estimatedKept += estimatedBytes
  }

  /** A kept record was encoded: what had been estimated for it, and what it took. */
  encoded(estimatedBytes: number, bytes: number): void {
    this.#estimatedEncoded += estimatedBytes
    this.#encoded += bytes
  }

  /** The dropped records of either keep the bytes that its own ratio gave them. */
  absorb(other: SizeCalibration): void {
    const droppedBytes = this.bytes - this.keptBytes + other.bytes - other.keptBytes
    this.#estimatedEncoded += other.#estimatedEncoded
    this.#encoded += other.#encoded
    this.#estimatedKept += other.#estimatedKept
    this.#estimatedSeen = this.#estimatedKept + (this.#ratio > 0 ? droppedBytes / this.#ratio : 0)
  }

  /** Bytes of all records seen, as if each had been encoded. */
  get bytes(): number {
    return this.#encoded + (this.#estimatedSeen - this.#estimatedEncoded) * this.#ratio
  }

  /** Bytes of the records kept; exact once all of them are encoded. */
  get keptBytes(): number {
    return this.#encoded + (this.#estimatedKept - this.#estimatedEncoded) * this.#ratio
  }

  get #ratio(): number {
    return this.#estimatedEncoded > 0 ? this.#encoded / this.#estimatedEncoded : 1
  }
}
