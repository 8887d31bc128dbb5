/**
 * Ratio estimator of encoded bytes. Kept records are encoded and known exactly; all records have a flat estimate. The size of
 * dropped ones is their estimate times exact/estimate of the kept ones. Stamps are not part of it.
 */
export class SizeCalibration {
  #estimatedSeen = 0
  #estimatedEncoded = 0
  #encoded = 0
  #estimatedKept = 0
  #estimatedSpared = 0

  /** A record was kept or dropped; `spared` = dropped, or in shadow mode would have been. */
  seen(estimatedBytes: number, kept: boolean, spared: boolean): void {
    this.#estimatedSeen += estimatedBytes
    if (kept) this.#estimatedKept += estimatedBytes
    if (spared) this.#estimatedSpared += estimatedBytes
  }

  /** A kept record was encoded: what had been estimated for it, and what it took. */
  encoded(estimatedBytes: number, bytes: number): void {
    this.#estimatedEncoded += estimatedBytes
    this.#encoded += bytes
  }

  /** Takes over another calibration. The dropped records of either keep the bytes that its own ratio gave them. */
  absorb(other: SizeCalibration): void {
    const droppedBytes = this.bytes - this.keptBytes + other.bytes - other.keptBytes
    const sparedBytes = this.sparedBytes + other.sparedBytes
    this.#estimatedEncoded += other.#estimatedEncoded
    this.#encoded += other.#encoded
    this.#estimatedKept += other.#estimatedKept
    const { ratio } = this
    this.#estimatedSeen = this.#estimatedKept + (ratio > 0 ? droppedBytes / ratio : 0)
    this.#estimatedSpared = ratio > 0 ? sparedBytes / ratio : 0
  }

  /** Bytes of all records seen, as if each had been encoded. */
  get bytes(): number {
    return this.#encoded + (this.#estimatedSeen - this.#estimatedEncoded) * this.ratio
  }

  /** Bytes of the records kept; exact once all of them are encoded. */
  get keptBytes(): number {
    return this.#encoded + (this.#estimatedKept - this.#estimatedEncoded) * this.ratio
  }

  /** Bytes that are not shipped, or in shadow mode would not be. */
  get sparedBytes(): number {
    return this.#estimatedSpared * this.ratio
  }

  /** Bytes of an encoded record over its estimate, of all so far; 1: none was encoded. */
  get ratio(): number {
    return this.#estimatedEncoded > 0 ? this.#encoded / this.#estimatedEncoded : 1
  }
}
