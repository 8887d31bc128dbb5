import { redactText } from './redact-text.js'
import { secretNameOf } from './secret-names.js'

/** Words that follow the name of a secret in a sentence, and are none themselves. */
const HARMLESS_WORDS = new Set(
  (
    '<*> <+> <4xx> <5xx> <failed> and or is was are were be been has have had not no must should cannot can could may does did do the a an for of in on at to from by with ' +
    'without reset change changed changes updated update set expired expires invalid incorrect wrong missing required mismatch matches match failed ' +
    'failure verified verification validation valid rejected refused accepted created deleted removed revoked rotated rotation length hash policy ' +
    'field value header headers attempt attempts strength too found provided given'
  ).split(' '),
)

const STOPS = '.,;:!?)]}"\''

/**
 * Returns a template without what may be a secret in its words: what redactText finds, and the word behind a secret's name, since
 * a template does not keep the `:` or `=` between them.
 *
 * @example
 * redactTemplate('login with password hunter2 failed') // → 'login with password <*> failed'
 */
export function redactTemplate(template: string): string {
  const redacted = redactText(template)
  const words = redacted.split(' ')
  let changed = false
  for (let i = 1; i < words.length; i++) {
    const name = nameOf(words[i - 1]!)
    if (secretNameOf(name.slice(name.lastIndexOf('.') + 1)) === undefined) continue
    const word = withoutStops(words[i]!.toLowerCase())
    if (HARMLESS_WORDS.has(word) || word.startsWith('[redacted')) continue
    words[i] = '<*>'
    changed = true
  }
  return changed ? words.join(' ') : redacted
}

/** A word without what stands around its letters and digits. By hand: a regular expression takes time in the square of a run of others. */
function nameOf(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && !isAlphanumeric(word.charCodeAt(start))) start++
  while (end > start && !isAlphanumeric(word.charCodeAt(end - 1))) end--
  return word.slice(start, end)
}

function withoutStops(word: string): string {
  let end = word.length
  while (end > 0 && STOPS.includes(word.charAt(end - 1))) end--
  return word.slice(0, end)
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
