import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bigIntHash, startWebAssembly } from '../../src/signature/hash.js'
import { createSigner, signatureOf, signatureOfTemplate } from '../../src/signature/signature.js'
import { createTokenizer } from '../../src/signature/template.js'
import { xxh64 } from '../../src/signature/xxh64.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

const pieces = fc.constantFrom(
  'user',
  'logged',
  'in',
  'for',
  'from',
  'by',
  'host',
  'true',
  'No',
  'yes',
  'Mon',
  'Nov',
  'ms',
  'KB',
  '17',
  '3.5',
  '10.0.0.1',
  'a.b.c',
  'X.Y.Z_W',
  'deadbeef',
  'key=value',
  'k=',
  '=',
  '==',
  '=>',
  ':',
  ',',
  '(',
  ')',
  '(word)',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '`',
  '"quoted"',
  "'it is'",
  '/path/to',
  'C:\\x\\y',
  'https://a/b',
  'a@b.c',
  '#1',
  '+5',
  '<*>',
  '<',
  '*',
  '>',
  '%',
  '\\',
  '-',
  '--',
  '_',
  'é',
  '日本',
  '\ud800',
  '💥',
  '\0',
  '\n',
  '\t',
  'aa:bb:cc',
  'x:y',
  'n.tld:80',
) // prettier-ignore
const message = fc.oneof(
  fc
    .array(fc.tuple(pieces, fc.constantFrom(' ', '', ' ', ', ', ': ')), { maxLength: 60 })
    .map((parts) => parts.flat().join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
)

describe('signatures', () => {
  it('are their own signatures: signing a template gives its id', () => {
    fc.assert(
      fc.property(message, (text) => {
        const { template, id } = signatureOf(text)
        expect(signatureOf(template)).toEqual({ template, id })
      }),
      { numRuns: 5_000 },
    )
  })

  it('are the same by the key of the hot path as by definition: the hash of the template', () => {
    const { tokenize, render } = createTokenizer()
    fc.assert(
      fc.property(message, (text) => {
        tokenize(text)
        const defined = signatureOfTemplate(render())
        expect(signatureOf(text)).toEqual(defined)
        expect(signatureOf(text)).toEqual(defined)
      }),
      { numRuns: 5_000 },
    )
  })

  it('do not change with the values in a message', () => {
    const number = fc.nat().map(String)
    const uuid = fc.uuid()
    const word = fc.stringMatching(/^[a-z]{3,9}$/)
    fc.assert(
      fc.property(fc.tuple(number, uuid, number, word), fc.tuple(number, uuid, number, word), (a, b) => {
        const text = ([n, u, m, w]: typeof a) => `order ${n} of customer ${u} took ${m} ms in zone='${w}'`
        expect(signatureOf(text(a))).toEqual(signatureOf(text(b)))
      }),
    )
  })

  it('have an id of 16 lower-case hex digits for every string', () => {
    fc.assert(fc.property(message, (text) => /^[0-9a-f]{16}$/.test(signatureOf(text).id)))
  })

  it('do not depend on what comes after the cap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 200 }), (tail) => {
        const head = `${'lorem ipsum '.repeat(22)}`
        expect(signatureOf(head + tail).id).toBe(signatureOf(head).id)
      }),
    )
  })
})

describe('a signer', () => {
  it('takes the event name, then the format string, then the body', () => {
    const { sign } = createSigner()
    expect(sign({ eventName: 'user.signed.up', formatString: 'x', body: 'y' }).template).toBe('user signed up')
    expect(sign({ formatString: 'user %s has %d%% of %j', body: 'y' }).template).toBe('user <*> has <*> of <*>')
    expect(sign({ body: 'user 5 left' }).template).toBe('user <*> left')
  })

  it('signs a format string as the message that it makes', () => {
    const { sign } = createSigner()
    expect(sign({ formatString: 'user %d logged in from %s' })).toEqual(
      sign({ body: 'user 42 logged in from 10.0.0.1' }),
    )
  })

  it('signs structured bodies by what they say, else by their shape', () => {
    const { sign } = createSigner()
    expect(sign({ body: { message: 'user 5 left' } }).template).toBe('user <*> left')
    expect(sign({ body: { msg: 'a' } }).template).toBe('a')
    expect(sign({ body: { event: 'b' } }).template).toBe('b')
    expect(sign({ body: { y: 1, x: 2 } })).toEqual(sign({ body: { x: 3, y: 4 } }))
    expect(sign({ body: new Error('boom 7') }).template).toBe('boom <*>')
    expect(sign({ body: 7 })).toEqual(sign({ body: 8 }))
    expect(sign({ body: [1] })).toEqual(sign({ body: [] }))
    expect(sign({})).toEqual(sign({ body: '' }))
  })

  it.each(HOSTILE_VALUES)('never throws: %s', (_, make) => {
    expect(createSigner().sign({ body: make() }).id).toMatch(/^[0-9a-f]{16}$/)
  })

  it('answers the same object for the same template while it is remembered', () => {
    const { sign } = createSigner()
    expect(sign({ body: 'user 1 left' })).toBe(sign({ body: 'user 2 left' }))
  })

  it('signs right when more patterns come by than it remembers', () => {
    const { sign } = createSigner()
    const { tokenize, render } = createTokenizer()
    const name = (i: number) =>
      `kind ${String.fromCharCode(97 + (i % 26), 97 + ((i / 26) % 26), 97 + ((i / 676) % 26), 113)}x`
    for (let i = 0; i < 17_576; i++) sign({ body: name(i) })
    for (let i = 0; i < 17_576; i += 97) {
      tokenize(name(i))
      expect(sign({ body: name(i) })).toEqual(signatureOfTemplate(render()))
    }
  })
})

describe('XXH64', () => {
  const utf8 = new TextEncoder()

  it('agrees with the reference', () => {
    expect(xxh64(utf8.encode(''), 0n)).toBe(0xef46db3751d8e999n)
    expect(xxh64(utf8.encode('a'), 0n)).toBe(0xd24ec4f1a98c6e5bn)
    expect(xxh64(utf8.encode('abc'), 0n)).toBe(0x44bc2cf5ad770999n)
    expect(xxh64(utf8.encode('Nobody inspects the spammish repetition'), 0n)).toBe(0xfbcea83c8a378bf1n)
  })

  it('gives the same by WebAssembly and by BigInt, whatever the text', async () => {
    const slow = bigIntHash(1n)
    const fast = await startWebAssembly(1n)
    fc.assert(
      fc.property(message, (text) => {
        expect(fast(text)).toBe(slow(text))
      }),
    )
  })
})
