import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutAnsi } from '../../src/record/ansi.js'

const CODES = [
  '\x1b[31m',
  '\x1b[1;38;5;200m',
  '\x1b[0m',
  '\x1b[2K',
  '\x9b39m',
  '\x1b]8;;https://example.com\x07',
  '\x1b[?25l',
]

describe('a text without the colours of a terminal', () => {
  it('is the text, whatever sequences stand in it', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !/[\x1b\x9b]/.test(text))
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(...CODES))), (parts) => {
        const plain = parts.map(([text]) => text).join('')
        expect(withoutAnsi(parts.map(([text, code]) => text + code).join(''))).toBe(plain)
      }),
    )
  })

  it('is what Node.js makes of it', () => {
    for (const text of ['\x1b[1mbold\x1b[22m', 'a\x1b[38;2;1;2;3mb', 'no colour', '\x1b]0;title\x07body'])
      expect(withoutAnsi(text)).toBe(stripVTControlCharacters(text))
  })

  it('holds no escape that begins a sequence', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\x1b', '\x9b', '[', ']', ';', '1', 'm', 'a', '\x07', '\\') }),
        (text) => {
          expect(withoutAnsi(text)).not.toMatch(/[\x1b\x9b]/)
        },
      ),
    )
  })

  it('takes time in proportion to the length, for texts made to take longer too', () => {
    for (const part of ['\x1b', '\x1b[', '\x1b]', '\x1b[;', '\x1b]a', '\x9b1;', '\x1b[31m'])
      expect(withoutAnsi(part.repeat(100_000)).length).toBeLessThanOrEqual(part.length * 100_000)
  })
})
