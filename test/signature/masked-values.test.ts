import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/signature/signature.js'
import { atTier } from '../support/tier.js'
import { frame, ordinaryWord } from './message-arbitraries.ts'
import { matching, mixedCase } from './text-arbitraries.ts'
import { quote, VALUES } from './value-arbitraries.ts'

describe('signatures do not change with', () => {
  it.each(Object.entries(VALUES))('%s', (_, value) => {
    fc.assert(
      fc.property(frame, value, value, (frame, a, b) => {
        expect(signatureOf(frame(a))).toEqual(signatureOf(frame(b)))
        expect(signatureOf(frame(a))).toEqual(signatureOf(frame('<*>')))
      }),
      { numRuns: atTier({ test: 80, long: 200, soak: 200 }) },
    )
  })

  it('two values of any kind in one message', () => {
    const short = fc.oneof(...Object.values(VALUES)).filter((value) => Buffer.byteLength(value) <= 60)
    fc.assert(
      fc.property(frame, short, short, ordinaryWord, (frame, a, b, word) => {
        expect(signatureOf(frame(`${a} ${word} ${b}`))).toEqual(signatureOf(frame(`<*> ${word} <*>`)))
      }),
      { numRuns: atTier({ test: 300, long: 800, soak: 800 }) },
    )
  })

  it('the value of a key', () => {
    const bare = matching(/^[\w.:/@\\$+%#~-][\w.:/@\\$+%#~=<!*?-]{0,30}$/)
    const quoted = fc.tuple(quote, matching(/^[\w .,;:=(){}-]{0,40}$/)).map(([mark, text]) => mark + text + mark)
    fc.assert(
      fc.property(frame, ordinaryWord, fc.oneof(bare, quoted), (frame, key, value) => {
        expect(signatureOf(frame(`${key}=${value}`))).toEqual(signatureOf(frame(`${key} <*>`)))
      }),
      { numRuns: atTier({ test: 150, long: 400, soak: 400 }) },
    )
  })

  it('a yes or no alone after a colon', () => {
    const end = fc.constantFrom('', ',', ')', '; ', '/ more')
    fc.assert(
      fc.property(ordinaryWord, mixedCase('yes no on off'), end, (word, value, end) => {
        expect(signatureOf(`${word}: ${value}${end}`)).toEqual(signatureOf(`${word} <*> ${end}`))
      }),
    )
  })
})

/** Any word, also one that the rules know elsewhere. */
const name = fc.oneof(
  matching(/^[A-Za-z_]\w{0,9}(-\w{1,9})?$/),
  matching(/^[a-z]{1,8}\.[a-z]{1,8}$/),
  fc.constantFrom('__proto__', 'constructor', 'user', 'for', 'from', 'GET', 'Mon', 'ms', 'true', 'jörg', '健太'),
)

describe('a name does not change the signature', () => {
  it.each([
    'for user',
    'by account',
    'invalid login',
    'unknown host',
    'getaddrinfo ENOTFOUND',
    'getaddrinfo EAI_AGAIN',
  ])('after %s', (before) => {
    fc.assert(
      fc.property(ordinaryWord, name, ordinaryWord, (first, name, last) => {
        const text = (name: string) => `${first} ${before} ${name}, ${last}`
        expect(signatureOf(text(name))).toEqual(signatureOf(text('<*>')))
      }),
      { numRuns: atTier({ test: 80, long: 200, soak: 200 }) },
    )
  })

  it('between for and from an address', () => {
    fc.assert(
      fc.property(ordinaryWord, ordinaryWord, fc.ipV4(), (first, name, address) => {
        expect(signatureOf(`${first} for ${name} from ${address}`).template).toBe(`${first} for <*> from <*>`)
      }),
    )
  })

  it('nor does the method of a request, after a word', () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
    const path = VALUES['absolute paths']!
    fc.assert(
      fc.property(ordinaryWord, method, path, (first, method, path) => {
        expect(signatureOf(`${first} ${method} ${path} failed`).template).toBe(`${first} <*> failed`)
        expect(signatureOf(`${method} ${path} failed`).template).toBe(`${method} <*> failed`)
      }),
    )
  })
})
