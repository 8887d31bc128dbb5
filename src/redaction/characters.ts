const WORD = 1
const STOPS_VALUE = 2
const STOPS_AUTHORITY = 4
const SHORT_WORD_CHARACTERS = 24
const REST_OF_WORD = /[A-Za-z0-9_\-.+~]*/y
const CHARACTER_CLASS = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.+~') mark(character, WORD)
for (const character of ' \t\r\n,;&"\'`()[]{}<>|') mark(character, STOPS_VALUE)
for (const character of ' \t\r\n/?#"\'`<>\\') mark(character, STOPS_AUTHORITY)

function mark(character: string, bit: number): void {
  const code = character.charCodeAt(0)
  CHARACTER_CLASS[code] = CHARACTER_CLASS[code]! | bit
}

/** Returns whether a character is of a word: of tokens, names, hosts and the local part of addresses. */
export function isWordAt(code: number): boolean {
  return code < 128 && (CHARACTER_CLASS[code]! & WORD) !== 0
}

export function wordEnd(text: string, from: number): number {
  // Within the text: V8 compiles a read behind its end to something slow.
  const near = Math.min(text.length, from + SHORT_WORD_CHARACTERS)
  for (let i = from; i < near; i++) {
    const code = text.charCodeAt(i)
    if (code >= 128 || (CHARACTER_CLASS[code]! & WORD) === 0) return i
  }
  return near === text.length ? near : longWordEnd(text, near)
}

/** As `wordEnd`, for long words: V8 matches a class several times as fast as a loop, but takes longer to start. */
function longWordEnd(text: string, from: number): number {
  REST_OF_WORD.lastIndex = from
  REST_OF_WORD.test(text)
  return REST_OF_WORD.lastIndex
}

/** Returns the end of a value that is not quoted. */
export function valueEnd(text: string, from: number): number {
  return upTo(text, from, text.length, STOPS_VALUE)
}

/** Returns the end of user, password and host of a URL. */
export function authorityEnd(text: string, from: number, limit: number): number {
  return upTo(text, from, Math.min(limit, text.length), STOPS_AUTHORITY)
}

function upTo(text: string, from: number, limit: number, stops: number): number {
  let i = from
  for (; i < limit; i++) {
    const code = text.charCodeAt(i)
    if (code < 128 && (CHARACTER_CLASS[code]! & stops) !== 0) break
  }
  return i
}
