import { folded, matcherOf } from './matching.js'
import type { WishDraft } from './wish-draft.js'

const MAX_LISTED = 10
const QUOTED = /("[^"]*"|“[^”]*”)/

export type ServicesOrQuestion =
  | { readonly names: readonly string[]; readonly question?: undefined }
  | { readonly names: readonly []; readonly question: string }

/**
 * Returns the services that are meant: those that are named beside the wish, else those that stand in its text, else the only one there
 * is.
 */
export function servicesMeant(text: string, asked: readonly string[], all: readonly string[]): ServicesOrQuestion {
  const unknown = asked.find((name) => !all.includes(name))
  if (unknown !== undefined) return { names: [], question: `there is no service "${unknown}": which do you mean?` }
  if (asked.length > 0) return { names: asked }
  const said = named(text, all)
  if (said.length > 0) return { names: said }
  if (all.length === 1) return { names: all }
  if (all.length === 0) return { names: [], question: 'no service has reported yet' }
  const more = all.length > MAX_LISTED ? ` and ${all.length - MAX_LISTED} more` : ''
  return { names: [], question: `of which service? There are ${all.slice(0, MAX_LISTED).join(', ')}${more}` }
}

/** Returns the services that stand in a text outside quotes; of `shop` and `shop-api` the longer one where both would. */
function named(text: string, all: readonly string[]): string[] {
  let left = folded(
    text
      .split(QUOTED)
      .map((part, i) => (i % 2 === 0 ? part : ' '))
      .join(''),
  )
  const found: string[] = []
  for (const name of all.toSorted((a, b) => b.length - a.length)) {
    const word = folded(name)
    if (!matcherOf({ phrases: [word], class: null, do: 'more' }).fits(left)) continue
    found.push(name)
    left = left.replaceAll(word, ' ')
  }
  return found.toSorted()
}

/** Returns a text without what only says which service is meant: `… of shop`, `in shop: …`. What stands in quotes stays. */
export function withoutServices(text: string, names: readonly string[]): string {
  const words = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (words.length === 0) return text
  const about = new RegExp(
    `(?:^|,?\\s+)(?:of|in|for|from|by|on)\\s+(?:the\\s+)?(?:service\\s+)?(?:${words.join('|')})(?![\\p{L}\\p{N}_-])(?:\\s*:)?`,
    'giu',
  )
  return text
    .split(QUOTED)
    .map((part, i) => (i % 2 === 0 ? part.replaceAll(about, '') : part))
    .join('')
    .trim()
}

/** Returns a draft without phrases that only name a service: they do not stand in its lines. */
export function withoutServicePhrases(draft: WishDraft, names: readonly string[]): WishDraft {
  const words = new Set(names.map(folded))
  const wants = draft.wants.map((want) => {
    const phrases = want.phrases.filter((phrase) => !words.has(folded(phrase)))
    return phrases.length === 0 ? want : { ...want, phrases }
  })
  return { ...draft, wants }
}
