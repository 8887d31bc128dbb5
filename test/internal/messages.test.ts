import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOGGER_MESSAGES } from '../../src/internal/logger-messages.js'
import type { MessageRow } from '../../src/internal/message-rows.js'
import { messageLine, messageText } from '../../src/internal/message-text.js'
import { MESSAGES, type MessageKind } from '../../src/internal/messages.js'
import { publicText, publicUrl } from '../../src/internal/public-text.js'

const ROWS = Object.entries({ ...MESSAGES, ...LOGGER_MESSAGES }) as [MessageKind, MessageRow][]
const namesIn = ({ text, remedy = '' }: MessageRow) =>
  [...(text + remedy).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

describe('every message', () => {
  it.each(ROWS)('%s is one line that says all it was given, and its kind', (kind, row) => {
    const details = Object.fromEntries(namesIn(row).map((name) => [name, `<${name}>`]))
    const line = messageLine(kind, row, { ...details, cause: new Error('the cause') })
    expect(line).toMatch(/^lipservice: [^{}\n]+$/)
    expect(line.endsWith(` [${kind}]`)).toBe(true)
    for (const name of namesIn(row)) expect(line).toContain(name === 'cause' ? '(the cause)' : `<${name}>`)
    expect(line).toContain('(the cause)')
  })

  it.each(ROWS)('%s stands without a cause', (_, row) => {
    const details = Object.fromEntries(namesIn(row).map((name) => [name, 'x']))
    expect(messageText(row, { ...details, cause: undefined })).not.toMatch(/ \(\)|undefined|: $|\{/)
  })

  it.each(ROWS.filter(([, { severity }]) => severity === 'error'))(
    '%s, an error, says what becomes of the records',
    (_, row) => {
      expect(`${row.text}${row.remedy}`).toMatch(/lost|wait|pass|kept/)
    },
  )
})

describe('what is said', () => {
  it('has no line break, no escape sequence and no change of direction, whoever wrote it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cause) => {
        expect(messageLine('not_encoded', MESSAGES.not_encoded, { cause })).toMatch(
          /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u,
        )
      }),
    )
  })

  it('is short', () => {
    const line = messageLine('not_encoded', MESSAGES.not_encoded, { cause: 'x'.repeat(1e6) })
    expect(line.length).toBeLessThan(1_100)
  })

  it.each([
    ['phc_0123456789abcdef', 'the key phc_0123456789abcdef is bad'],
    ['secret', 'connect https://user:secret@host/path failed'],
    ['abc.def-ghi', 'header authorization: Bearer abc.def-ghi'],
    ['0123456789abcdef', 'lsk_0123456789abcdef_00'],
    ['dXNlcjpwYXNz', 'Basic dXNlcjpwYXNz='],
  ])('has no key in it: %s', (key, text) => {
    expect(publicText(text)).not.toContain(key)
  })

  it('shows URLs without user, password and query', () => {
    expect(publicUrl('https://user:pass@host:4318/v1/logs?token=x#y')).toBe('https://host:4318/v1/logs')
    expect(publicUrl('http://host/')).toBe('http://host')
    expect(publicUrl('nonsense')).toBe('[not a URL]')
  })

  it('describes whatever is thrown', () => {
    const hostile = {
      toString() {
        throw new Error('no')
      },
    }
    const silent = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })
    expect(messageText(MESSAGES.not_encoded, { cause: hostile })).toContain('cannot be shown')
    expect(messageText(MESSAGES.not_encoded, { cause: silent })).toContain('(ECONNREFUSED)')
    expect(messageText(MESSAGES.not_encoded, { cause: null })).toContain('(null)')
  })
})
