import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { KNOWN_TOKENS } from '../../src/redaction/known-tokens.js'
import { redactText } from '../../src/redaction/redact-text.js'

const ofLength = (prefix: string, length: number) => prefix + '7a'.repeat(length).slice(0, length - prefix.length)

describe('a known token', () => {
  it.each(KNOWN_TOKENS)('that begins with $prefix is masked as $kind', ({ prefix, minLength, kind }) => {
    const token = ofLength(prefix, minLength)
    expect(redactText(`sent ${token} along`)).toBe(`sent [redacted:${kind}] along`)
    expect(redactText(JSON.stringify({ value: token }))).toBe(`{"value":"[redacted:${kind}]"}`)
  })

  it.each(KNOWN_TOKENS)('that begins with $prefix is none where it is shorter', ({ prefix, minLength }) => {
    expect(minLength).toBeGreaterThanOrEqual(16)
    const word = ofLength(prefix, minLength - 1)
    expect(redactText(`sent ${word} along`)).toBe(`sent ${word} along`)
  })

  it('is named in docs/secrets.md by its kind, and no other is', () => {
    const page = readFileSync(new URL('../../docs/secrets.md', import.meta.url), 'utf8')
    const [, list] = /^- tokens that say what they are: ([^;]*);/m.exec(page)!
    const kinds = [...list!.matchAll(/`([\w-]+)`/g)].map(([, kind]) => kind!)
    expect(kinds.sort()).toEqual([...new Set(KNOWN_TOKENS.map(({ kind }) => kind))].sort())
  })
})
