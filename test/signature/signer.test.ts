import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outcomeOfAccessLine } from '../../src/signature/access-line.js'
import { signatureOf, signatureOfTemplate } from '../../src/signature/signature.js'
import { createSigner } from '../../src/signature/signer.js'
import { createTokenizer } from '../../src/signature/template.js'
import { seededRandom } from '../../src/testing.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

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

  it('signs a text that was asked for as it signs any other, whatever comes between', () => {
    const texts = ['user 5 left', 'user 6 left', 'GET /a 500 17', 'ready', '10.0.0.1 - - "GET /b HTTP/1.1" 404 17']
    const merged = signatureOfTemplate('merged')
    const step = fc.record({
      kind: fc.constantFrom('sign', 'known', 'knownByName', 'forget', 'merge', 'part'),
      text: fc.constantFrom(...texts),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom(...texts),
        fc.boolean(),
        (steps, last, isAsked) => {
          const asked = createSigner()
          const unasked = createSigner()
          for (const text of texts) for (const signer of [asked, unasked]) signer.sign({ body: text })
          for (const { kind, text } of steps) {
            if (kind === 'known') asked.known(text)
            else if (kind === 'knownByName') asked.knownByName(text, true, text)
            else if (kind === 'forget') asked.forget()
            for (const signer of [asked, unasked]) {
              if (kind === 'sign') signer.sign({ eventName: text, body: text })
              else if (kind === 'merge') signer.useMerge(() => merged)
              else if (kind === 'part') signer.useMerge(undefined)
            }
          }
          if (isAsked) asked.known(last)
          expect(asked.sign({ body: last })).toBe(unasked.sign({ body: last }))
          // It may be known for none where that has not been found out.
          if (asked.isNoAccessLine) expect(outcomeOfAccessLine(last)).toBeUndefined()
        },
      ),
      { numRuns: 2_000, seed: 27 },
    )
  })

  it('does not take for one line what it knows of another', () => {
    const line = 'GET /a 500 17'
    const signer = createSigner()
    for (let i = 0; i < 2; i++) signer.sign({ body: line })
    signer.sign({ eventName: 'ready', body: 'ready' })
    signer.known(line)
    signer.knownByName('ready', true, 'ready')
    expect(signer.isNoAccessLine).toBe(true)
    signer.sign({ body: line })
    expect(signer.isNoAccessLine).toBe(false)
  })

  it('answers the same object for the same template while it is remembered', () => {
    const { sign } = createSigner()
    expect(sign({ body: 'user 1 left' })).toBe(sign({ body: 'user 2 left' }))
  })

  it('signs right when more patterns come by than it remembers', () => {
    const { sign } = createSigner()
    const { tokenize, render } = createTokenizer(seededRandom(1))
    const name = (i: number) =>
      `kind ${String.fromCharCode(97 + (i % 26), 97 + ((i / 26) % 26), 97 + ((i / 676) % 26), 113)}x`
    for (let i = 0; i < 17_576; i++) sign({ body: name(i) })
    for (let i = 0; i < 17_576; i += 97) {
      tokenize(name(i))
      expect(sign({ body: name(i) })).toEqual(signatureOfTemplate(render()))
    }
  })
})

describe('names of Object.prototype', () => {
  const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype']

  it.each(names)('are words like others: %s', (name) => {
    const { sign } = createSigner()
    const word = signatureOf(name)
    expect(word.template).toBe(name)
    expect(sign({ body: name })).toEqual(word)
    expect(sign({ eventName: name, body: 'x' })).toEqual(word)
    expect(sign({ formatString: name, body: 'x' })).toEqual(word)
    expect(sign({ body: JSON.parse(`{"message":"${name}"}`) })).toEqual(word)
    expect(sign({ body: JSON.parse(`{"${name}":{"message":"x"}}`) }).template).toBe(`object body ${name}`)
    expect(signatureOf(`${name}=5 of "${name}"`).template).toBe(`${name} <*> of <*>`)
  })

  it('stay what they are', () => {
    const before = Object.getOwnPropertyDescriptors(Object.prototype)
    const { sign } = createSigner()
    for (const name of names) {
      for (const key of ['body', 'eventName', 'formatString']) sign({ [key]: name })
      sign({ body: JSON.parse(`{"${name}":{"polluted":true},"__proto__":{"polluted":true}}`) })
    }
    expect(Object.getOwnPropertyDescriptors(Object.prototype)).toEqual(before)
    expect({}).not.toHaveProperty('polluted')
  })
})
