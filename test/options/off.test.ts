import { describe, expect, it } from 'vitest'
import { optionDifferences } from '../../src/options/option-differences.js'
import { resolveOptions } from '../../src/options/resolve-options.js'

describe('logging is off', () => {
  it.each([
    [{ enabled: false }, {}, /enabled is false/],
    [{}, { LIPSERVICE_ENABLED: 'false' }, /LIPSERVICE_ENABLED is false/],
    [{ posthogApiKey: 'phc_x' }, { OTEL_SDK_DISABLED: 'TRUE' }, /OTEL_SDK_DISABLED/],
    [{}, { NODE_ENV: 'development' }, /no destination.*development/],
    [{}, { NODE_ENV: 'test' }, /no destination.*test/],
    [{ posthogApiKey: '' }, { NODE_ENV: 'test' }, /no destination/],
  ])('with %j and %j', (options, env, because) => {
    expect(resolveOptions(options, env).destination).toEqual({ kind: 'none', because: expect.stringMatching(because) })
  })

  it.each([{}, { NODE_ENV: 'production' }, { NODE_ENV: 'staging' }, { NODE_ENV: '' }])(
    'nowhere else: without a destination %j throws',
    (env) => {
      expect(() => resolveOptions({}, env)).toThrow(/no destination for logs/)
      expect(() => resolveOptions({ posthogApiKey: '' }, env)).toThrow(/no destination for logs/)
    },
  )

  it('lets no wrong option pass', () => {
    expect(() => resolveOptions({ enabled: false, posthogHost: 'x' }, {})).toThrow(/posthogHost/)
  })
})

describe('a value of a variable that means nothing', () => {
  it.each([
    [{ LIPSERVICE_BUDGET: '2GB' }, /LIPSERVICE_BUDGET.*2GB\/day.*; got '2GB'/],
    [{ LIPSERVICE_REDACT: 'none' }, /LIPSERVICE_REDACT.*'off'.*; got 'none'/],
    [{ LIPSERVICE_REDACT: 'True' }, /LIPSERVICE_REDACT.*got 'True'/],
    [{ LIPSERVICE_ATTRIBUTE_MAPPING: 'user.id' }, /LIPSERVICE_ATTRIBUTE_MAPPING.*posthogDistinctId=…/],
    [{ LIPSERVICE_LOG_LEVEL: 'loud' }, /LIPSERVICE_LOG_LEVEL.*'none' or 'error'.*; got 'loud'/],
    [{ LIPSERVICE_TEAM_ID: 'seven' }, /LIPSERVICE_TEAM_ID.*got 'seven'/],
    [{ LIPSERVICE_ENABLED: 'maybe' }, /LIPSERVICE_ENABLED.*true or false; got 'maybe'/],
  ])('%j is refused in the syntax of the variable', (env, message) => {
    const resolve = () => resolveOptions({ posthogApiKey: 'phc_x' }, env)
    expect(resolve).toThrow(message)
    expect(resolve).not.toThrow(/bytesPerDay|\(record\) => void/)
  })

  it('is not the value of an option in code', () => {
    expect(() => resolveOptions({ posthogApiKey: 'phc_x', budget: 2 as never }, {})).toThrow(/bytesPerDay/)
  })
})

describe('options that are others', () => {
  const env = { LIPSERVICE_BUDGET: '2GB/day', OTEL_SERVICE_NAME: 'shop' }
  const first = { posthogApiKey: 'phc_x', budget: { bytesPerDay: 2e9 }, redact: ['a'] }

  it.each([
    [{}, ['posthogApiKey', 'redact']],
    [{ ...first }, []],
    [{ posthogApiKey: 'phc_x', redact: ['a'], serviceName: 'shop', stamps: 'full' }, []],
    [{ ...first, redact: ['b'], serviceName: 'other' }, ['serviceName', 'redact']],
    [{ ...first, alwaysKeep: () => true }, ['alwaysKeep']],
    [{ ...first, unheard: 1 }, ['unheard']],
  ])('%j', (other, names) => {
    expect(optionDifferences(first, other, env).sort()).toEqual([...names].sort())
  })

  it('with a class are the same only as themselves', () => {
    class Exporter {}
    const exporter = new Exporter()
    expect(optionDifferences({ exporter } as object, { exporter }, {})).toEqual([])
    expect(optionDifferences({ exporter } as object, { exporter: new Exporter() }, {})).toEqual(['exporter'])
  })
})
