import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SIGNATURE_VERSION, signatureOf } from '../../src/signature/signature.js'

interface Vector {
  message: string | { repeat: string; times: number }
  template: string
  id: string
}

const file = readFileSync(new URL('../vectors/signature.json', import.meta.url), 'utf8')
const { signature_version, vectors } = JSON.parse(file) as { signature_version: number; vectors: Vector[] }

describe('the golden vectors', () => {
  it('are of this signature version', () => {
    expect(signature_version).toBe(SIGNATURE_VERSION)
  })

  it('hold: no id has changed silently', () => {
    expect(vectors.length).toBeGreaterThan(100)
    for (const { message, template, id } of vectors) {
      const text = typeof message === 'string' ? message : message.repeat.repeat(message.times)
      expect({ text: text.slice(0, 300), ...signatureOf(text) }).toEqual({ text: text.slice(0, 300), template, id })
    }
  })
})
