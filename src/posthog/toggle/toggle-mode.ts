/** What sampling does, in the words of a policy: `active` samples, `shadow` keeps all and says what it would drop, `off` keeps all. */
export type ToggleMode = 'active' | 'shadow' | 'off'

/** The most careful first. */
const BY_CARE: readonly ToggleMode[] = ['off', 'shadow', 'active']

/** Words of people in PostHog; `on` is how its page says it. */
const WORDS: ReadonlyMap<string, ToggleMode> = new Map([
  ['on', 'active'],
  ['active', 'active'],
  ['shadow', 'shadow'],
  ['off', 'off'],
])

/** Returns the mode that keeps more of two. */
export const moreCareful = (a: ToggleMode, b: ToggleMode): ToggleMode =>
  BY_CARE.indexOf(a) <= BY_CARE.indexOf(b) ? a : b

/** Returns the mode that a word of the flag stands for; `undefined`: none. */
export const modeOfWord = (word: unknown): ToggleMode | undefined =>
  typeof word === 'string' ? WORDS.get(word.trim().toLowerCase()) : undefined
