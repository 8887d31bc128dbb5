import { describe, expect, it } from 'vitest'
import { Subject } from '../../src/sampling/steps/subject.js'

const outcomeOf = (attributes: Record<string, unknown>, body: unknown = 'request completed') => {
  const subject = new Subject()
  subject.take({ body, attributes }, 0)
  return subject.outcome
}

describe('the outcome of attributes', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ 'http.response.status_code': 503 }, '<5xx>'],
    [{ 'http.status_code': 500 }, '<5xx>'],
    [{ statusCode: 404 }, '<4xx>'],
    [{ 'res.statusCode': 400 }, '<4xx>'],
    [{ 'response.status': 599 }, '<5xx>'],
    [{ res: { statusCode: 500 } }, '<5xx>'],
    [{ response: { status: 502 } }, '<5xx>'],
    [{ http: { response: { status_code: 500 } } }, '<5xx>'],
    [{ http: { status_code: 429 } }, '<4xx>'],
    [{ method: 'GET', status: 500 }, '<5xx>'],
    [{ status: 500, url: '/orders' }, '<5xx>'],
    [{ req: { method: 'GET' }, err: { status: 500 } }, '<5xx>'],
    [{ success: false }, '<failed>'],
    [{ ok: false }, '<failed>'],
    [{ outcome: 'failure' }, '<failed>'],
    [{ 'event.outcome': 'failure' }, '<failed>'],
    [{ result: 'FAILED' }, '<failed>'],
    // A status says more than the flag beside it.
    [{ ok: false, statusCode: 404 }, '<4xx>'],
    [{ statusCode: 404, response: { status: 500 } }, '<5xx>'],
    [{ success: false, statusCode: 200 }, '<failed>'],
  ])('%j is %s', (attributes, outcome) => {
    expect(outcomeOf(attributes)).toBe(outcome)
  })

  it.each<[string, Record<string, unknown>]>([
    ['a code', { code: 500, method: 'GET', url: '/' }],
    ['a status that is not of HTTP', { status: 500, orderId: 1 }],
    ['a text', { statusCode: '500' }],
    ['a fraction', { statusCode: 500.5 }],
    ['a number outside of 400–599', { statusCode: 600, 'http.status_code': 399 }],
    ['success', { success: true, ok: true, outcome: 'success', result: 'ok' }],
    ['what is false only in JavaScript', { success: 0, ok: null }],
    ['a word inside a sentence', { result: 'no error at all' }],
    ['a body that a client sent', { body: { success: false, statusCode: 500 } }],
    ['an array of attributes', [500] as unknown as Record<string, unknown>],
    ['no object', 500 as unknown as Record<string, unknown>],
  ])('%s is none', (_, attributes) => {
    expect(outcomeOf(attributes)).toBeUndefined()
  })

  it('of an object whose getters throw is none', () => {
    const res = {
      get statusCode(): number {
        throw new Error('gone')
      },
    }
    expect(outcomeOf({ res })).toBeUndefined()
  })
})
