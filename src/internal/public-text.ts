const MAX_CHARACTERS = 1_000
/** So much is looked through: what is cut behind it may be half of something that has to be hidden. */
const MAX_READ = 4 * MAX_CHARACTERS
/** Control and format characters: line breaks, escape sequences, changes of direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
const USER_IN_URL = /\/\/[^\s/?#\\"'`<>]*@/g
/** With characters in it that belong to no URL: what stands behind the colon is no port, and there is an `@` somewhere behind it. */
const USER_IN_BROKEN_URL = /\/\/[^\s/@:]{0,200}:(?!\d+(?:[\s/?#"'),;\]]|$)).{1,500}@/g
const KEY = /\b(ph[a-z]_|lsk_|Bearer |Basic )[\w\-.~+/=]{4,}/gi

/** Returns a text that a terminal can show in one line, short and without keys, whoever wrote it. */
export function publicText(text: string): string {
  const shown = text
    .slice(0, MAX_READ)
    .replace(UNPRINTABLE, ' ')
    .replace(USER_IN_URL, '//')
    .replace(USER_IN_BROKEN_URL, '//')
    .replace(KEY, '$1…')
  return text.length > MAX_CHARACTERS ? `${shown.slice(0, MAX_CHARACTERS)}…` : shown
}

/** Returns a URL as it may be shown: without user, password and query. */
export function publicUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url)
    return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
  } catch {
    return '[not a URL]'
  }
}

/** Returns what an error says, in one line; for those without words, their code. */
export function describeCause(cause: unknown): string {
  try {
    if (!(cause instanceof Error)) return String(cause)
    return cause.message || String((cause as NodeJS.ErrnoException).code ?? cause.name)
  } catch {
    return 'a value that cannot be shown'
  }
}
