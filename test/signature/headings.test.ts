import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/signature/signature.js'
import { ordinaryWords } from './message-arbitraries.ts'

const templateOf = (text: string) => signatureOf(text).template
const words = ordinaryWords(6, 9)

describe('a line that ends in a colon', () => {
  it('leaves it to the next to say what happened', () => {
    const gaps = fc.constantFrom('\n', '\r\n', '\n\n\n', '\n   ', ' \n\t- ')
    fc.assert(
      fc.property(words, gaps, ([a, b, c, d, ...rest], gap) => {
        expect(templateOf(`${a} ${b}:${gap}${c} ${d}`)).toBe(`${a} ${b} ${c} ${d}`)
        expect(templateOf(`${a} ${b}:${gap}${c} ${d}\n${rest.join(' ')}`)).toBe(`${a} ${b} ${c} ${d}`)
        expect(templateOf(`${a} ${b}：${gap}${c} ${d}\n${rest.join(' ')}`)).toBe(`${a} ${b} ${c} ${d}`)
        expect(templateOf(`${a} ${b}${gap}${c} ${d}`)).toBe(`${a} ${b}`)
      }),
    )
  })

  it('may be followed by values and by another heading', () => {
    expect(templateOf('Bad call of x():\n\n17\n"a"\nNot found\nTry again')).toBe('Bad call of x <*> Not found')
    expect(templateOf('Request failed:\nReason of it:\n  no route\nmore')).toBe('Request failed Reason of it no route')
  })

  it('is all that there is above a stack', () => {
    expect(templateOf('job failed:\n    at run (/app/a.js:1:2)\n    at go (/app/b.js:3:4)')).toBe('job failed')
  })
})

describe('a line that leads to a place', () => {
  const frame = (count: number) =>
    Array.from({ length: count }, (_, i) => `  ${i + 7}   const value${i} = await load(${i}) // of some length`).join(
      '\n',
    )

  it('leaves it to what stands below the code, however much of it there is', () => {
    for (const place of ['/app/a.ts:12:5', 'C:\\app\\a.ts:12:5', './src/a.ts:12:5', 'file:///app/a.mjs:12:5']) {
      for (const pointer of ['→ 12', '> 12 |', '❯ 12', '12']) {
        const template = templateOf(`Invalid call in\n${place}\n\n${pointer} await go()\nNot unique\nmore`)
        expect([place, pointer, template]).toEqual([place, pointer, 'Invalid call in <*> Not unique'])
      }
    }
    for (const count of [1, 3, 6, 20]) {
      expect(templateOf(`Invalid call in\n/app/a.ts:12:5\n\n${frame(count)}\nNot unique`)).toBe(
        'Invalid call in <*> Not unique',
      )
    }
  })

  it('is looked through so far and no further', () => {
    const endless = `Invalid call in\n/app/a.ts:12:5\n${frame(5_000)}\nNot unique`
    expect(templateOf(endless)).toBe('Invalid call in <*>')
  })

  it('is not every line that ends in such a word', () => {
    expect(templateOf('user logged in\nfrom the web')).toBe('user logged in')
    expect(templateOf('read the main\n/app/a.ts:12:5')).toBe('read the main')
  })
})
