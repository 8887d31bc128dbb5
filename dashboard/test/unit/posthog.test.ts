import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { postHogLink } from '../../src/format/posthog.js'

const PROJECT = 'https://eu.posthog.com/project/7'
const itemOf = (link: string) =>
  JSON.parse(new URL(link).searchParams.get('filterGroup') ?? '').values[0].values[0] as {
    operator: string
    value: string | string[]
  }
const link = (signature: string) => postHogLink(PROJECT, { service: 'shop', signature, since: '-24h' })!

describe('a link to PostHog', () => {
  it('opens the records of a pattern of a service in its viewer', () => {
    const url = new URL(link('46d3a13b0e06d0db'))
    expect(url.origin + url.pathname).toBe('https://eu.posthog.com/project/7/logs')
    expect(JSON.parse(url.searchParams.get('serviceNames')!)).toEqual(['shop'])
    expect(JSON.parse(url.searchParams.get('dateRange')!)).toEqual({ date_from: '-24h', date_to: null })
    expect(itemOf(url.href)).toEqual({
      key: 'lipservice.signature',
      type: 'log_attribute',
      operator: 'exact',
      value: ['46d3a13b0e06d0db'],
    })
  })

  it('never asks for an exact value that reads as a number', () => {
    const digits = fc.stringMatching(/^[0-9]{16}$/)
    const powers = fc.stringMatching(/^[0-9]{1,14}e[0-9]{1,14}$/).filter((text) => text.length === 16)
    fc.assert(
      fc.property(fc.oneof(digits, powers, fc.stringMatching(/^[0-9a-f]{16}$/)), (signature) => {
        const { operator, value } = itemOf(link(signature))
        if (operator === 'exact') expect(Number(value)).toBeNaN()
        else expect(signature).toMatch(new RegExp(value as string))
      }),
    )
    expect(itemOf(link('1234567890123456')).operator).toBe('regex')
    expect(itemOf(link('12e3400000000000')).operator).toBe('regex')
  })

  it('is of the web, and whatever a service is called changes nothing but its name', () => {
    expect(postHogLink('javascript:alert(1)', { service: 'shop', since: '-3h' })).toBeUndefined()
    expect(postHogLink('', { service: 'shop', since: '-3h' })).toBeUndefined()
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (service) => {
        const url = new URL(postHogLink(`${PROJECT}/`, { service, since: '-3h' })!)
        expect(url.pathname).toBe('/project/7/logs')
        expect(JSON.parse(url.searchParams.get('serviceNames')!)).toEqual([service])
      }),
    )
  })
})
