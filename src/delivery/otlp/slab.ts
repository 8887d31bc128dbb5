/** What records share that are let go of together. */
const SLAB_BYTES = 64 * 1024
/** What a large record has made of it is let go of. */
const MAX_KEPT_BYTES = 4 * SLAB_BYTES
/** Many encoders write little. */
const INITIAL_BYTES = 4 * 1024
/** With less room left another slab is begun. */
const MIN_ROOM = 4 * 1024

/** Memory that encoded records share, one behind the other: for those that are let go of in their order. */
export class Slab {
  bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES)
  /** Where the record under way begins: what is before belongs to others. */
  start = 0

  /** Makes room for so many bytes behind `at`; the record under way stays where it was, in other memory. */
  grow(at: number, count: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, at + count))
    grown.set(this.bytes.subarray(this.start, at), this.start)
    this.bytes = grown
  }

  /** Returns the record under way, which ends at `end`, and begins another behind it. */
  take(end: number): Uint8Array {
    const { start } = this
    // What has outgrown the room that was left would hold all of a larger buffer.
    if (this.bytes.length !== SLAB_BYTES) {
      const own = this.takeCopy(end)
      this.#renew()
      return own
    }
    const taken = new Uint8Array(this.bytes.buffer, start, end - start)
    this.start = end
    if (SLAB_BYTES - end < MIN_ROOM) this.#renew()
    return taken
  }

  /** Returns a copy of the record under way, and begins another in its place. */
  takeCopy(end: number): Uint8Array {
    const { start } = this
    const copy = new Uint8Array(end - start)
    copy.set(this.bytes.subarray(start, end))
    if (this.bytes.length > MAX_KEPT_BYTES) this.#renew()
    return copy
  }

  #renew(): void {
    this.bytes = Buffer.allocUnsafeSlow(SLAB_BYTES)
    this.start = 0
  }
}
