/** Bytes of `<*>`. */
export const GAP_BYTES = 3
/** The template is cut by its own length, so that values of any length leave it the same. */
export const MAX_TEMPLATE_BYTES = 128
/** Longer words are cut in pieces: writing without spaces is one word to the scan. */
export const MAX_WORD_BYTES = 48
export const MAX_CHARACTER_BYTES = 4
/** Only the first 256 bytes of a message are looked at: as accurate as all of them, and bounded. */
export const MAX_BYTES = 256
/** All positions of a message's buffer, a power of two. */
export const INDEX_MASK = 511
