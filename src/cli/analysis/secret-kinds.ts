import { mayHoldSecret } from '../../redaction/may-hold-secret.js'
import { redactText } from '../../redaction/redact-text.js'
import { ownText } from './own-text.js'

const REDACTED = /\[redacted:([\w-]{1,40})\]/g
const MAX_KIND_CHARACTERS = 40
const MAX_KINDS = 200

/** Secrets that would be masked: how many of which kind, never what they are. */
export class SecretKinds {
  readonly #counts = new Map<string, number>()

  /** Looks through a text as it stands in the file. */
  look(text: string): void {
    if (!mayHoldSecret(text)) return
    const redacted = redactText(text)
    if (redacted === text) return
    for (const [, kind] of redacted.matchAll(REDACTED)) {
      if (!this.#counts.has(kind!) && this.#counts.size >= MAX_KINDS) continue
      this.#counts.set(ownText(kind!, MAX_KIND_CHARACTERS), (this.#counts.get(kind!) ?? 0) + 1)
    }
  }

  /** Returns kinds and counts, the most first. */
  found(): { readonly kind: string; readonly count: number }[] {
    return [...this.#counts].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count)
  }
}
