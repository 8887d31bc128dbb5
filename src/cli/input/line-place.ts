/** Where a line stands, and its bytes. One object for all lines of a source: it holds for as long as the call that hands it on. */
export interface LinePlace {
  /** Bytes of the decompressed source before it; rows, of CSV. */
  offset: number
  /** `undefined`: no longer at hand. */
  bytes: Buffer | undefined
  from: number
  /** Behind the last byte. */
  to: number
}

export const createLinePlace = (offset = 0): LinePlace => ({ offset, bytes: undefined, from: 0, to: 0 })
