import type { JSX } from 'preact'
import { entryOf } from '../format/entry-of.js'
import { plainText } from '../format/plain-text.js'
import { useKeys } from '../state/keys.js'
import { actors } from '../texts/changes.js'

/** Returns what an actor is called: a key by its name, a part of the server by what it does. */
export function useWho(): (actor: string) => { readonly name: string; readonly isPerson: boolean } {
  const keys = useKeys().data.value?.keys ?? []
  return (actor) => {
    const part = entryOf(actors, actor)
    if (part !== undefined) return { name: part, isPerson: false }
    return { name: plainText(keys.find(({ id }) => id === actor)?.name ?? actor), isPerson: true }
  }
}

/** Who did something. */
export function Who({ actor }: { actor: string }): JSX.Element {
  return <bdi>{useWho()(actor).name}</bdi>
}
