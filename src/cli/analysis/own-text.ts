/** V8 copies shorter parts of a text, and points into the whole for longer ones. */
const MAX_COPIED = 12

/** Returns the begin of a text as a string of its own: a part of a line keeps the whole line in memory for as long as it is kept. */
export function ownText(text: string, most: number): string {
  return text.length <= MAX_COPIED ? text : Buffer.from(text.slice(0, most)).toString()
}
