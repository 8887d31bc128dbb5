import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from '../../src/http/read-body.js'

const LIMITS = { wireBytes: 1_000_000, bytes: 4_000_000 }

async function read(body: Buffer, encoding: string): Promise<unknown> {
  const headers = new Headers({ 'content-type': 'application/json', 'content-encoding': encoding })
  async function* pieces() {
    for (let at = 0; at < body.length; at += 1_000) yield body.subarray(at, at + 1_000)
  }
  return readJson(headers, pieces(), LIMITS)
}

describe('a body', () => {
  it('is what was sent, of any size, however many are read at once and whatever memory they are let go of', async () => {
    // Around the size from which Node shares no memory among buffers, and far above.
    const size = fc.oneof(fc.nat(40), fc.integer({ min: 3_900, max: 8_400 }), fc.integer({ min: 8_000, max: 200_000 }))
    const sent = fc.record({ size, seed: fc.nat(25), gzip: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 12 }), async (all) => {
        // What others hold in the memory that is shared stays.
        const beside = all.map(({ seed }) => Buffer.from(`beside ${seed}`))
        const texts = all.map(({ size: length, seed }) => String.fromCharCode(97 + seed).repeat(length))
        const got = await Promise.all(
          all.map(({ gzip }, i) => {
            const json = Buffer.from(JSON.stringify([texts[i]]))
            return read(gzip ? gzipSync(json) : json, gzip ? 'gzip' : 'identity')
          }),
        )
        expect(got).toEqual(texts.map((text) => [text]))
        expect(beside.map(String)).toEqual(all.map(({ seed }) => `beside ${seed}`))
      }),
      { numRuns: 60 },
    )
  })
})
