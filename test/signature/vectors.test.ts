import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SIGNATURE_VERSION, signatureOf } from '../../src/signature/signature.js'
import { xxh64 } from '../../src/signature/xxh64.js'
import { SIGNATURE_CASES } from '../vectors/signature-cases.ts'
import { textOf, type VectorMessage } from '../vectors/vector-message.ts'

interface Vector {
  rule: string
  message: VectorMessage
  template: string
  id: string
  check: string
}

const file = readFileSync(new URL('../vectors/signature.json', import.meta.url), 'utf8')
const { signature_version, vectors } = JSON.parse(file) as { signature_version: number; vectors: Vector[] }
const rules = new Set(vectors.map(({ rule }) => rule))

describe('the golden vectors', () => {
  it('are of this signature version', () => {
    expect(signature_version).toBe(SIGNATURE_VERSION)
  })

  it('are all different messages, many of them', () => {
    expect(vectors.length).toBeGreaterThan(700)
    expect(new Set(vectors.map(({ message }) => textOf(message))).size).toBe(vectors.length)
  })

  it('are made of all the cases, and of nothing else', () => {
    const cases = Object.entries(SIGNATURE_CASES).flatMap(([rule, messages]) =>
      messages.map((message) => ({ rule, message })),
    )
    expect(vectors.map(({ rule, message }) => ({ rule, message }))).toEqual(cases)
  })

  it.each([...rules])('hold, no id has changed silently: %s', (name) => {
    for (const { rule, message, ...signature } of vectors) {
      if (rule === name) expect({ message, ...signatureOf(textOf(message)) }).toEqual({ message, ...signature })
    }
  })

  it('have ids by definition: XXH64 of the template, with the signature version as its seed', () => {
    const utf8 = new TextEncoder()
    for (const { template, id } of vectors) {
      const hash = xxh64(utf8.encode(template), BigInt(signature_version))
      expect({ template, id: hash.toString(16).padStart(16, '0') }).toEqual({ template, id })
    }
  })

  it('have checks by definition: the first 64 bits of SHA-256 of the template', () => {
    for (const { template, check } of vectors) {
      const digest = createHash('sha256').update(template, 'utf8').digest('hex')
      expect({ template, check: digest.slice(0, 16) }).toEqual({ template, check })
    }
  })

  it('have templates that are their own signatures', () => {
    for (const { template, id, check } of vectors) expect(signatureOf(template)).toEqual({ template, id, check })
  })
})
