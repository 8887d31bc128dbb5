import { bytesMayHoldSecret } from '../../redaction/bytes-may-hold-secret.js'
import { mayHoldSecret } from '../../redaction/may-hold-secret.js'
import { redactText } from '../../redaction/redact-text.js'
import type { LinePlace } from '../input/line-place.js'
import { ownText } from './own-text.js'

const REDACTED = /\[redacted:([\w-]{1,40})\]/g
const MAX_KIND_CHARACTERS = 40
const MAX_KINDS = 200

/** Secrets that would be masked: how many of which kind, never what they are. */
export class SecretKinds {
  readonly #counts = new Map<string, number>()

  /** Looks through the text of a record, as it stands in the file. */
  look(found: { readonly text: string }, { bytes, from, to }: LinePlace): void {
    if (bytes !== undefined && !bytesMayHoldSecret(bytes, from, to)) return
    const { text } = found
    if (!mayHoldSecret(text)) return
    const redacted = redactText(text)
    if (redacted === text) return
    for (const [, kind] of redacted.matchAll(REDACTED)) this.add(kind!, 1)
  }

  add(kind: string, count: number): void {
    const known = this.#counts.get(kind)
    if (known !== undefined) this.#counts.set(kind, known + count)
    else if (this.#counts.size < MAX_KINDS) this.#counts.set(ownText(kind, MAX_KIND_CHARACTERS), count)
  }

  /** In the order in which they came. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  /** Returns kinds and counts, the most first. */
  found(): { readonly kind: string; readonly count: number }[] {
    return [...this.#counts].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count)
  }
}
