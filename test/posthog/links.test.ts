import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LinkedLogs, logsLink, longestLiteral, looksLikeNumber } from '../../src/posthog/links.js'
import { given, startApi } from './api-under-test.js'

interface Scene {
  services: string[]
  severities: string[]
  filters: { key: string; type: string; operator: string; value: string[] }[]
  searchTerm: unknown
  dateRange: { date_from: string; date_to: string | null } | undefined
}

/** How the router of PostHog's page reads a parameter: by what it looks like. */
function read(value: string): unknown {
  if (value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value)
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  if (/^\[.*\] +$|^\{.*\} +$/.test(value)) return value.slice(0, -1)
  if (/^\[.*\]$|^\{.*\}$/.test(value)) {
    try {
      return JSON.parse(value)
    } catch {
      return value
    }
  }
  return value
}

/** What PostHog's logs page makes of its address. */
function sceneOf(link: string): Scene {
  const params: Record<string, unknown> = {}
  for (const pair of new URL(link).search.slice(1).split('&').filter(Boolean)) {
    const [name, value = ''] = pair.replaceAll('+', ' ').split('=')
    params[decodeURIComponent(name!)] = read(decodeURIComponent(value))
  }
  const names = (value: unknown) => (Array.isArray(value) ? value.map(String).filter(Boolean) : [])
  const group = params['filterGroup'] as { values: { values: Scene['filters'] }[] } | undefined
  return {
    services: names(params['serviceNames']),
    severities: names(params['severityLevels']),
    filters: group?.values.flatMap(({ values }) => values) ?? [],
    searchTerm: params['searchTerm'] ?? '',
    dateRange: params['dateRange'] as Scene['dateRange'],
  }
}

const link = (wanted: LinkedLogs) => logsLink('https://eu.posthog.com', '42', wanted)

describe('a link into PostHog', () => {
  it('shows the records of a pattern by their stamp', () => {
    const href = link({
      services: ['api'],
      severities: ['error', 'notice'],
      signature: 'fbe91e6b4a5c8962',
      template: 'order <*> failed',
      from: new Date(0),
      to: new Date(60_000),
    })
    expect(new URL(href).pathname).toBe('/project/42/logs')
    expect(sceneOf(href)).toEqual({
      services: ['api'],
      severities: ['error'],
      filters: [{ key: 'lipservice.signature', type: 'log_attribute', operator: 'exact', value: ['fbe91e6b4a5c8962'] }],
      searchTerm: '',
      dateRange: { date_from: '1970-01-01T00:00:00.000Z', date_to: '1970-01-01T00:01:00.000Z' },
    })
  })

  it.each(['1234567890123456', '12e3456789012345', '0000000000000000', '9999999999999e99'])(
    'shows those of the signature %s, which looks like a number, by words of its template',
    (signature) => {
      const href = link({
        services: ['api'],
        severities: ['warn'],
        signature,
        template: '<*> payment of <*> was declined by <*>',
      })
      expect(sceneOf(href)).toMatchObject({
        services: ['api'],
        severities: ['warn'],
        filters: [],
        searchTerm: 'was declined by',
      })
    },
  )

  it.each(['fbe91e6b4a5c8962', '1234567890123456', '12e3456789012345', '0000000000000000'])(
    'finds the records of %s in PostHog, and no others',
    async (signature) => {
      const { api, fake } = await startApi()
      const at = Date.UTC(2026, 0, 5, 10)
      const stamped = (body: string, of: string) => ({
        timestamp: at,
        service: 'api',
        severity: 'warn',
        body,
        attributes: { 'lipservice.signature': of },
        times: 3,
      })
      fake.addLogs([
        stamped('payment of 4 was declined by x', signature),
        stamped('payment of 4 was taken', 'ab34567890123456'),
      ])
      const template = 'payment of <*> was declined by <*>'
      const [from, to] = [new Date(at - 60_000), new Date(at + 60_000)]
      const scene = sceneOf(link({ services: ['api'], severities: ['warn'], signature, template, from, to }))
      const { services, severities, filters, searchTerm } = scene
      const found = await api.logs.count({
        from,
        to,
        services,
        severities: severities as 'warn'[],
        filters: filters as [],
        ...(searchTerm !== '' && { searchTerm: String(searchTerm) }),
      })
      expect(given(found)).toBe(3)
    },
  )

  it('knows every signature that looks like a number to PostHog', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 })
    const digitsAndE = fc.string({ unit: fc.constantFrom(...'0123456789e'), minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(fc.oneof(hex, digitsAndE), (signature) => {
        const isNumber = signature.trim() !== '' && !Number.isNaN(Number(signature))
        // What JavaScript takes for a number is one; infinite ones are, too.
        expect(looksLikeNumber(signature)).toBe(isNumber)
        const { filters, searchTerm } = sceneOf(link({ signature, template: 'order <*>' }))
        expect(isNumber ? searchTerm : filters[0]?.value).toEqual(isNumber ? 'order' : [signature])
      }),
    )
  })

  it('yields the filter that was meant, whatever is in the names', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('1', 'true', '[x]', '{"a":1}', 'a&b=c', 'a+b', 'ü %', '"'),
    )
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), name, (services, searchTerm) => {
        const scene = sceneOf(link({ services, searchTerm }))
        expect(scene.services).toEqual(services.filter((service) => service !== ''))
        // More than was meant, rather than others.
        expect(['', searchTerm]).toContain(scene.searchTerm)
      }),
    )
    expect(sceneOf(link({ searchTerm: '[x]' })).searchTerm).toBe('[x]')
    expect(sceneOf(link({ searchTerm: '4711' })).searchTerm).toBe('')
  })

  it.each([
    ['order <*> placed by <*>', 'placed by'],
    ['<*>', undefined],
    ['<*> ok', undefined],
    ['<N> 12345 <*> failed', 'failed'],
    ['no placeholder at all', 'no placeholder at all'],
  ])('takes of %j the literal %j', (template, literal) => {
    expect(longestLiteral(template)).toBe(literal)
  })
})
