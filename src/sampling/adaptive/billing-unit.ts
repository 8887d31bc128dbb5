/** Bytes of a gigabyte as log backends bill it: decimal. */
export const BYTES_PER_GB = 1e9
