import { singleKeys } from '../state/preferences.js'
import { go } from '../state/url.js'

/** The key that is held for ⌘K, as it is written on keyboards of this machine. */
export const MOD_KEY = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl '

/** What a key does anywhere; screens add theirs while they are there. */
const actions = new Map<string, (event: KeyboardEvent) => void>([
  ['g o', () => go('/')],
  ['g s', () => go('/services')],
  ['g p', () => go('/patterns')],
  ['g i', () => go('/incidents')],
])

/** Takes a key, as `/` or `g s` for two in a row. Returns what gives it back. */
export function onKey(keys: string, action: (event: KeyboardEvent) => void): () => void {
  actions.set(keys, action)
  return () => {
    if (actions.get(keys) === action) actions.delete(keys)
  }
}

let before = ''

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement
    const chord = `${event.metaKey || event.ctrlKey ? 'mod ' : ''}${event.key}`
    const typing = target.closest('input, textarea, select, dialog[open]') !== null
    if (chord.startsWith('mod ') ? event.altKey : typing || event.altKey || !singleKeys.peek()) return
    const both = `${before} ${event.key}`
    before = ''
    const action = actions.get(both) ?? actions.get(chord)
    if (action !== undefined) {
      event.preventDefault()
      action(event)
    } else if (event.key === 'g') before = 'g'
  })
}
