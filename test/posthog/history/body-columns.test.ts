import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCESS_LINE } from '../../../src/posthog/history/body-columns.js'
import { knownShapeOf, shapeWithoutExamples, signedText } from '../../../src/posthog/history/known-shape.js'
import { outcomeOfAccessLine } from '../../../src/signature/access-line.js'

const expression = new RegExp(ACCESS_LINE, 'u')
const BELL = '\x07'

/** As the query reads it. */
function outcomeByQuery(line: string): string | undefined {
  const [, status = ''] = expression.exec(line.slice(0, 512)) ?? []
  return status.startsWith('5') ? '<5xx>' : status.startsWith('4') ? '<4xx>' : undefined
}

const word = fc.constantFrom(
  'GET',
  'XGET',
  'POST',
  'get',
  'DELETE',
  'from',
  '"GET',
  'HTTP/1.1"',
  '-',
  '12',
  'ms',
  '[x]',
)
const target = fc.constantFrom('/', '/items/4711?a=b', 'https://shop.example/a', 'http://x', 'items/4', 'ftp://x/y')
const status = fc.constantFrom(
  '200',
  '404',
  '503',
  '"404',
  '500,',
  '4044',
  '499"',
  '5',
  '\x1b[31m500\x1b[0m',
  '\x1b[32m200',
)

describe('what a query reads of a body', () => {
  it('is the outcome that the SDK reads of the same line of access', () => {
    const part = fc.oneof(word, target, status)
    const usual = fc.tuple(word, target, fc.constantFrom('', 'HTTP/1.1"', 'HTTP/2'), status, part)
    const line = fc.oneof(usual, fc.array(part, { maxLength: 9 })).map((parts) => parts.filter(Boolean).join(' '))
    fc.assert(
      fc.property(line, (text) => {
        // No more slashes than the SDK looks at.
        fc.pre(text.split('/').length <= 9)
        expect(outcomeByQuery(text)).toBe(outcomeOfAccessLine(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['GET /orders/42 500 12 ms', '<5xx>'],
    ['10.0.0.1 - - [x] "POST /a HTTP/1.1" 404 12', '<4xx>'],
    ['--> GET /a \x1b[31m503\x1b[0m 3ms', '<5xx>'],
    ['GET /a 200 500', undefined],
    ['GET /a 200, then GET /b 500', undefined],
  ])('of %j is %s', (line, outcome) => {
    expect([outcomeByQuery(line), outcomeOfAccessLine(line)]).toEqual([outcome, outcome])
  })

  it('signs an object by what it says, and none by the status of an example', () => {
    const said = knownShapeOf([`${BELL}cart 4 saved${BELL}${BELL}${BELL}${BELL}`], 10, 'rows')
    expect(said?.shares).toEqual([{ ...signedText('cart 4 saved'), share: 1 }])
    const both = knownShapeOf([`${BELL}a 1${BELL}b 2${BELL}${BELL}${BELL}`], 10, 'rows')
    expect(both?.shares).toEqual([{ ...signedText('a 1 b 2'), share: 1 }])
    const lines = ['GET /a/1 500 3 ms', 'GET /a/2 200 4 ms']
    expect(knownShapeOf(lines, 10, 'rows')?.shares).toMatchObject([{ outcome: '', share: 1 }])
    expect(knownShapeOf(lines, 10, 'texts')?.shares).toMatchObject([{ share: 0.5 }, { share: 0.5 }])
    const shape = `<JSON:msg,n>${BELL}${BELL}cart <V> saved${BELL}${BELL}${BELL}`
    expect(shapeWithoutExamples(shape, 'rows').shares[0]!.ids).toEqual(signedText('cart 4 saved').ids)
  })
})
