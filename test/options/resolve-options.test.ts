import { describe, expect, it } from 'vitest'
import type { Secret } from '../../src/internal/secret.js'
import { resolveOptions } from '../../src/options/resolve-options.js'

const token = 'phc_0123456789'
const resolve = (options: object, env: Record<string, string> = {}) =>
  resolveOptions({ posthogApiKey: token, ...options }, env)

describe('options', () => {
  it.each([
    [{ posthogHost: 'nope' }, RangeError, /posthogHost must be an http:\/\/ or https:\/\/ URL; got 'nope'/],
    [{ posthogHost: 7 }, TypeError, /posthogHost must be .*; got 7/],
    [{ budget: { bytesPerDay: -1 } }, RangeError, /budget must be one of .*above 0; got \{"bytesPerDay":-1\}/],
    [{ budget: { bytesPerDay: 1, recordsPerSecond: 1 } }, TypeError, /budget must be one of/],
    [{ budget: { bytesPerDay: Number.NaN } }, RangeError, /budget must be one of/],
    [{ budgetShare: 0 }, RangeError, /budgetShare must be a number above 0 and at most 1; got 0/],
    [{ budgetShare: 1.5 }, RangeError, /budgetShare/],
    [{ teamId: 1.5 }, RangeError, /teamId must be a positive integer; got 1.5/],
    [{ stamps: 'some' }, RangeError, /stamps must be 'full' or 'none'; got 'some'/],
    [{ encoding: 'xml' }, RangeError, /encoding must be 'protobuf' or 'json'; got 'xml'/],
    [{ compression: 'zstd' }, RangeError, /compression must be 'gzip' or 'none'; got 'zstd'/],
    [{ shadow: 'yes' }, TypeError, /shadow must be true or false; got 'yes'/],
    [{ serviceName: '' }, RangeError, /serviceName must be a non-empty string; got ''/],
    [{ alwaysKeep: true }, TypeError, /alwaysKeep must be a function; got true/],
    [{ policyCacheFile: 'a\0b' }, RangeError, /policyCacheFile must be a path without NUL/],
    [{ allowRemoteSilence: 1 }, TypeError, /allowRemoteSilence must be true or false; got 1/],
    [
      { attributeMapping: { userId: 'user.id' } },
      RangeError,
      /attributeMapping must be an object that names attributes/,
    ],
    [{ attributeMapping: 'user.id' }, TypeError, /attributeMapping must be an object/],
    [{ exporter: {} }, TypeError, /exporter must be an OpenTelemetry LogRecordExporter/],
    [{ lipserviceUrl: 'ftp://x' }, RangeError, /lipserviceUrl must be an http/],
    [{ postHogHost: 'x' }, TypeError, /unknown option 'postHogHost'; known are serviceName, /],
  ])('refuses %j naming option, value and what is allowed', (options, kind, message) => {
    expect(() => resolve(options)).toThrow(message)
    expect(() => resolve(options)).toThrow(kind)
  })

  it('refuses a set-up without any destination and names the three ways out', () => {
    expect(() => resolveOptions({}, {})).toThrow(/posthogApiKey.*exporter.*OTEL_EXPORTER_OTLP_ENDPOINT/)
  })

  it('never shows a key in an error', () => {
    expect(() => resolve({ posthogApiKey: 'phx_secret-personal-key' })).toThrow(/posthogApiKey must be/)
    expect(() => resolve({ posthogApiKey: 'phx_secret-personal-key' })).not.toThrow(/secret-personal/)
  })

  it('names the environment variable when the environment is wrong', () => {
    expect(() => resolve({}, { LIPSERVICE_BUDGET: '2 GiB' })).toThrow(/LIPSERVICE_BUDGET \(option budget\).*'2 GiB'/)
    expect(() => resolve({}, { LIPSERVICE_SAMPLING: 'maybe' })).toThrow(/LIPSERVICE_SAMPLING.*'maybe'/)
    expect(() => resolve({}, { LIPSERVICE_TEAM_ID: 'x' })).toThrow(/LIPSERVICE_TEAM_ID/)
  })

  it('takes each option from the environment, and prefers the code', () => {
    const env = {
      OTEL_SERVICE_NAME: 'env-service',
      POSTHOG_HOST: 'https://eu.i.posthog.com/',
      LIPSERVICE_URL: 'http://localhost:4000',
      LIPSERVICE_API_KEY: 'k',
      LIPSERVICE_TEAM_ID: '7',
      LIPSERVICE_BUDGET: '50/s',
      LIPSERVICE_BUDGET_SHARE: '0.5',
      LIPSERVICE_STAMPS: 'none',
      LIPSERVICE_THIN_DESTINATION: 'true',
      LIPSERVICE_POLICY_CACHE_FILE: '/var/cache/policy',
      LIPSERVICE_ALLOW_REMOTE_SILENCE: 'true',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    }
    expect(resolve({}, env)).toMatchObject({
      serviceName: 'env-service',
      lipserviceUrl: 'http://localhost:4000',
      lipserviceApiKey: expect.anything(),
      teamId: 7,
      budget: { unit: 'records', perSecond: 25 },
      stamps: 'none',
      thinDestination: true,
      policyCacheFile: '/var/cache/policy',
      allowRemoteSilence: true,
      encoding: 'json',
      destination: { kind: 'otlp', url: 'https://eu.i.posthog.com/i/v1/logs' },
    })
    expect((resolve({}, env).lipserviceApiKey as Secret).reveal()).toBe('k')
    expect(resolve({ serviceName: 'code', budgetShare: 1 }, env)).toMatchObject({
      serviceName: 'code',
      budget: { perSecond: 50 },
    })
  })

  it.each([
    ['2GB/day', { unit: 'bytes', perSecond: 2e9 / 86_400 }],
    ['50/s', { unit: 'records', perSecond: 50 }],
    ['100USD/month@0.5', { unit: 'bytes', perSecond: 200e9 / ((365.25 / 12) * 86_400) }],
    ['100USD/month', { unit: 'bytes', perSecond: 400e9 / ((365.25 / 12) * 86_400) }],
  ])('reads the budget %s', (text, budget) => {
    expect(resolve({}, { LIPSERVICE_BUDGET: text }).budget).toEqual(budget)
  })

  it('lets the environment switch sampling off or to shadow, but never on', () => {
    expect(resolve({}, { LIPSERVICE_SAMPLING: 'off' }).mode).toBe('off')
    expect(resolve({}, { LIPSERVICE_SAMPLING: 'shadow' }).mode).toBe('shadow')
    expect(resolve({ enableAiSampling: false }, { LIPSERVICE_SAMPLING: 'on' }).mode).toBe('off')
    expect(resolve({ shadow: true }).mode).toBe('shadow')
    expect(resolve({}).mode).toBe('active')
  })

  it('falls back to the OTLP endpoint of the environment, with its headers', () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=a%20b, other=c',
    }
    expect(resolveOptions({}, env).destination).toEqual({
      kind: 'otlp',
      url: 'http://collector:4318/v1/logs',
      headers: { 'x-key': 'a b', other: 'c' },
      settings: {
        name: 'collector:4318',
        keySetting: 'OTEL_EXPORTER_OTLP_HEADERS',
        addressSetting: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      },
    })
  })

  it.each([
    [{}, 'gzip'],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'none' }, 'none'],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: '' }, 'gzip'],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'GZIP ' }, 'gzip'],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'none' }, 'none'],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'none', OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: '' }, 'none'],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'deflate', OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'gzip' }, 'gzip'],
  ])('reads the compression of %j: %s', (env, compression) => {
    expect(resolve({}, env).compression).toBe(compression)
  })

  it('names the variable whose compression it does not know, where it is ours to send', () => {
    const env = { OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'zstd' }
    expect(() => resolve({}, env)).toThrow(
      /OTEL_EXPORTER_OTLP_LOGS_COMPRESSION \(option compression\) must be 'gzip' or 'none'; got 'zstd'/,
    )
    const exporter = { export: () => {}, shutdown: async () => {} }
    expect(resolveOptions({ exporter }, env).destination.kind).toBe('exporter')
  })

  it('goes on with protobuf where the environment asks for gRPC', () => {
    expect(resolve({}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).encoding).toBe('protobuf')
  })
})
