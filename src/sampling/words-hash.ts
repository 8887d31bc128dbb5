const OFFSET_BASIS = 0x811c9dc5
const PRIME = 0x01000193
/** Templates of fewer words have one place at each end: a group that has the varying word in both of its ends would be no group. */
const WORDS_FOR_TWO = 4
const SPACE = 32

/** Returns the FNV-1a hashes of the first two words of a template and of the last two; of a short one, of the first and the last. */
export function endsOf(template: string): { readonly first: number; readonly last: number } {
  let words = 1
  for (let i = 0; i < template.length; i++) if (template.charCodeAt(i) === SPACE) words++
  const each = words >= WORDS_FOR_TWO ? 2 : 1
  return {
    first: hashOf(template, 0, endOf(template, each)),
    last: hashOf(template, startOf(template, each), template.length),
  }
}

/** Returns where the first so many words end. */
function endOf(template: string, words: number): number {
  let end = -1
  for (let i = 0; i < words; i++) {
    end = template.indexOf(' ', end + 1)
    if (end < 0) return template.length
  }
  return end
}

/** Returns where the last so many words start. */
function startOf(template: string, words: number): number {
  let start = template.length
  for (let i = 0; i < words; i++) {
    start = template.lastIndexOf(' ', start - 1)
    if (start < 0) return 0
  }
  return start + 1
}

function hashOf(text: string, from: number, to: number): number {
  let hash = OFFSET_BASIS
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash
}
