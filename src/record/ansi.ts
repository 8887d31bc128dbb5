const ESCAPE = 0x1b
const BELL = 0x07
const BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const BACKSLASH = 0x5c
/** The one-character form of `ESC [`. */
const CSI = 0x9b

/**
 * Returns a text without the escape sequences of terminals (ECMA-48): colours, cursor movements, links. In one pass, in time linear in the
 * length: `stripVTControlCharacters` of Node.js 20 takes time in the square of it for some texts.
 */
export function withoutAnsi(text: string): string {
  let esc = text.indexOf('\x1b')
  let csi = text.indexOf('\x9b')
  if (esc < 0 && csi < 0) return text
  let out = ''
  let copied = 0
  while (esc >= 0 || csi >= 0) {
    const at = esc < 0 || (csi >= 0 && csi < esc) ? csi : esc
    out += text.slice(copied, at)
    copied = sequenceEnd(text, at)
    // Each is looked for anew only once it has been passed.
    if (esc >= 0 && esc < copied) esc = text.indexOf('\x1b', copied)
    if (csi >= 0 && csi < copied) csi = text.indexOf('\x9b', copied)
  }
  return out + text.slice(copied)
}

/** Behind the sequence that begins at `start`; what is none of a known form loses its first character alone. */
function sequenceEnd(text: string, start: number): number {
  if (text.charCodeAt(start) === CSI) return controlEnd(text, start + 1)
  const next = text.charCodeAt(start + 1)
  if (next === BRACKET) return controlEnd(text, start + 2)
  if (next === CLOSING_BRACKET) return commandEnd(text, start + 2)
  // Two characters, or three where the second selects a character set.
  if (next >= 0x20 && next <= 0x2f) return Math.min(text.length, start + 3)
  return next >= 0x30 && next <= 0x7e ? start + 2 : start + 1
}

/** Of `ESC [`: parameters, intermediate characters, and one that ends it. */
function controlEnd(text: string, from: number): number {
  let at = from
  while (isBetween(text.charCodeAt(at), 0x30, 0x3f)) at++
  while (isBetween(text.charCodeAt(at), 0x20, 0x2f)) at++
  return isBetween(text.charCodeAt(at), 0x40, 0x7e) ? at + 1 : at
}

/** Of `ESC ]`, up to BEL or `ESC \`; one that never ends, or holds another, is only its introduction. */
function commandEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BELL) return at + 1
    if (code === ESCAPE) return text.charCodeAt(at + 1) === BACKSLASH ? at + 2 : from
    if (code < 0x20) return from
  }
  return from
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high
}
