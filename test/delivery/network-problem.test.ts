import { describe, expect, it } from 'vitest'
import { isRefusal, plainProblemOf } from '../../src/delivery/backend-problem.js'
import { networkProblemOf } from '../../src/delivery/network-problem.js'
import { outcomeOf } from '../../src/delivery/outcome.js'

const coded = (code: string) => Object.assign(new Error(code), { code })

describe('an attempt without an answer', () => {
  it.each([
    [coded('ENOTFOUND'), 'host_unknown'],
    [coded('EAI_AGAIN'), 'host_unknown'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls_failed'],
    [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls_failed'],
    [coded('CERT_HAS_EXPIRED'), 'tls_failed'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls_failed'],
    [coded('ECONNREFUSED'), 'refused'],
    [new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), 'refused'],
    [new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]), 'refused'],
    [coded('ECONNRESET'), 'other'],
    [coded('UND_ERR_HEADERS_TIMEOUT'), 'other'],
    [new Error('no code'), 'other'],
    [undefined, 'other'],
  ])('%s is known as %s', (error, problem) => {
    expect(networkProblemOf(error)).toBe(problem)
  })

  it('ends with errors that cause each other', () => {
    const first = new Error('first')
    first.cause = new Error('second', { cause: first })
    expect(networkProblemOf(first)).toBe('other')
  })
})

describe('an answer', () => {
  it.each([
    [401, 'key_refused', true],
    [403, 'key_refused', true],
    [404, 'address_refused', true],
    [405, 'address_refused', true],
    [301, 'address_refused', true],
    [406, 'format_refused', true],
    [415, 'format_refused', true],
    [402, 'quota_exceeded', false],
    [429, undefined, false],
    [500, undefined, false],
    [503, undefined, false],
  ])('%i is %s', (status, kind, refusal) => {
    const outcome = outcomeOf(status, undefined, false)
    if (outcome.kind !== 'retry' && outcome.kind !== 'denied') throw new Error(outcome.kind)
    expect(plainProblemOf(outcome)).toBe(kind)
    expect(isRefusal(outcome)).toBe(refusal)
  })
})
