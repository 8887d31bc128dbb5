import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findOpenTelemetry } from '../../src/adapters/opentelemetry/find-opentelemetry.js'
import { type ConfiguredLogging, processSlot } from '../../src/instance/process-slot.js'

const require = createRequire(import.meta.url)
const slot = processSlot()
let told: [name: string, logsApi: object][]

beforeEach(() => {
  told = []
  slot.configured = { watchLogsApi: (...all: [string, object]) => told.push(all) } as unknown as ConfiguredLogging
})
afterEach(() => {
  slot.configured = undefined
})

it('makes the CommonJS copies of the APIs known, which an ES module would not load', () => {
  findOpenTelemetry()
  expect(told).toContainEqual(['@opentelemetry/api-logs', require('@opentelemetry/api-logs').logs])
})

it('makes a copy known that is required later', () => {
  findOpenTelemetry()
  told = []
  const { logs } = require('@opentelemetry/api-logs')
  expect(told).toContainEqual(['@opentelemetry/api-logs', logs])
})

it('does not take another package with logs of its own for an API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipservice-api-'))
  writeFileSync(join(folder, 'other.cjs'), 'exports.logs = { setGlobalLoggerProvider() {} }')
  findOpenTelemetry()
  told = []
  const { logs } = createRequire(join(folder, 'app.cjs'))('./other.cjs')
  expect(told.filter(([, logsApi]) => logsApi === logs)).toEqual([])
  rmSync(folder, { recursive: true })
})

it('has nobody to tell when nothing runs any more, and does not throw', () => {
  findOpenTelemetry()
  told = []
  slot.configured = undefined
  slot.early = undefined
  expect(() => require('@opentelemetry/api-logs')).not.toThrow()
  expect(told).toEqual([])
})
