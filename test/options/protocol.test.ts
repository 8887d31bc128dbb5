import { describe, expect, it } from 'vitest'
import type { AdaptiveLoggingOptions } from '../../src/index.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { recordingDiag } from '../support/quiet-diag.js'

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT'
const LOGS_ENDPOINT = 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'
const PROTOCOL = 'OTEL_EXPORTER_OTLP_PROTOCOL'
const LOGS_PROTOCOL = 'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL'

function start(env: Record<string, string>, options: AdaptiveLoggingOptions = {}) {
  const { diag, said } = recordingDiag('warn')
  const resolved = resolveOptions(options, env)
  for (const notice of resolved.notices) notice(diag)
  const { destination } = resolved
  return { said, encoding: resolved.encoding, url: destination.kind === 'otlp' ? destination.url : undefined }
}

describe('OTEL_EXPORTER_OTLP_PROTOCOL=grpc', () => {
  it.each([
    [ENDPOINT, 'http://collector:4317', 'http://collector:4318/v1/logs'],
    [ENDPOINT, 'http://collector', 'http://collector:4318/v1/logs'],
    [ENDPOINT, 'https://otlp.example.com', 'https://otlp.example.com/v1/logs'],
    [ENDPOINT, 'https://otlp.example.com:4317', 'https://otlp.example.com:4318/v1/logs'],
    [ENDPOINT, 'http://collector:9999', 'http://collector:9999/v1/logs'],
    [LOGS_ENDPOINT, 'http://collector:4317', 'http://collector:4318/v1/logs'],
    [LOGS_ENDPOINT, 'http://collector:4317/own/path', 'http://collector:4318/own/path'],
  ])('with %s=%s sends to %s, and says so', (name, endpoint, url) => {
    const started = start({ [name]: endpoint, [PROTOCOL]: 'grpc' })
    expect(started.url).toBe(url)
    expect(started.said).toEqual([expect.stringMatching(/grpc.*\[protocol_not_spoken\]$/)])
    expect(started.said[0]).toContain(url)
  })

  it('is said where logs go to PostHog as well', () => {
    expect(start({ [PROTOCOL]: 'grpc' }, { posthogApiKey: 'phc_x' }).said).toHaveLength(1)
  })

  it('is not for logs where the variable of logs alone says otherwise, or the code', () => {
    const env = { [ENDPOINT]: 'http://collector:4317', [PROTOCOL]: 'grpc', [LOGS_PROTOCOL]: 'http/json' }
    expect(start(env)).toEqual({ said: [], encoding: 'json', url: 'http://collector:4317/v1/logs' })
    expect(start({ [ENDPOINT]: 'http://c:4318', [PROTOCOL]: 'grpc' }, { encoding: 'json' }).said).toEqual([])
  })
})

describe('a protocol of HTTP', () => {
  it.each([
    ['http/protobuf', 'protobuf'],
    ['http/json', 'json'],
  ])('%s is spoken, and the endpoint stays as it is', (protocol, encoding) => {
    const env = { [ENDPOINT]: 'http://collector:4317', [PROTOCOL]: protocol }
    expect(start(env)).toEqual({ said: [], encoding, url: 'http://collector:4317/v1/logs' })
  })

  it('that is none is said', () => {
    expect(start({ [ENDPOINT]: 'http://collector:4318', [PROTOCOL]: 'thrift' }).said.join()).toContain('thrift')
  })
})
