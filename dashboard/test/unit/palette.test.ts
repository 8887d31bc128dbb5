import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitting, knownItems } from '../../src/shell/palette-items.js'
import type { Service } from '../../src/state/services.js'

const services = ['checkout-api', 'search-api', 'a/b?c=d'].map((name) => ({ name }) as Service)
const items = knownItems(services, [], [['Log out', () => undefined]])
const texts = (question: string): string[] => fitting(items, question).map(({ text }) => text)

test('what begins with the question comes before what has it somewhere', () => {
  expect(texts('sea')).toEqual(['search-api', 'Policies of search-api'])
  expect(texts('service check')).toEqual(['checkout-api'])
  expect(texts('LOG')).toEqual(['Log out'])
  expect(texts('nothing of the kind')).toEqual([])
})

test('all words of a question must be there, and there are never more than a dozen', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (question) => {
      const found = fitting(items, question)
      expect(found.length).toBeLessThanOrEqual(12)
      for (const { text, kind } of found)
        for (const word of question.toLowerCase().split(/\s+/)) expect(`${text} ${kind}`.toLowerCase()).toContain(word)
    }),
  )
})

test('names of services cannot lead elsewhere than to the service', () => {
  const leads = items.flatMap(({ to, kind }) => (kind === 'service' && typeof to === 'string' ? [to] : []))
  expect(leads).toContain('/services/a%2Fb%3Fc%3Dd')
})
