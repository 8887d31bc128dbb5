import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startZeroCode } from '../../src/runtime/zero-code.js'

const called = vi.hoisted(() => [] as string[])
const said = vi.hoisted(() => [] as { kind: string; reason: string }[])
const configuring = vi.hoisted(() => ({ error: undefined as Error | undefined }))

vi.mock('../../src/runtime/configure.js', () => ({
  configureAdaptiveLogging: () => {
    called.push('configure')
    if (configuring.error !== undefined) throw configuring.error
  },
}))
vi.mock('../../src/adapters/pino/find-pino.js', () => ({ findPino: () => called.push('pino') }))
vi.mock('../../src/adapters/winston/find-winston.js', () => ({ findWinston: () => called.push('winston') }))
vi.mock('../../src/adapters/nest/find-nest.js', () => ({ findNest: () => called.push('nest') }))
vi.mock('../../src/adapters/console/wrap-console.js', () => ({ wrapConsole: () => called.push('console') }))
vi.mock('../../src/adapters/opentelemetry/find-opentelemetry.js', () => ({
  findOpenTelemetry: () => called.push('opentelemetry'),
}))
vi.mock('../../src/internal/diag.js', async (original) => ({
  ...(await original<object>()),
  createDiag: () => ({
    once: (kind: string, details: { reason: string }) => said.push({ kind, ...details }),
    resolved() {},
  }),
}))

const STARTED = Symbol.for('lipservice.zero-code')
const forget = () => Reflect.deleteProperty(globalThis, STARTED)

describe('lipservice/register', () => {
  beforeEach(() => {
    called.length = 0
    said.length = 0
    configuring.error = undefined
    forget()
  })
  afterEach(() => {
    forget()
  })
  const start = (loggers?: string) => startZeroCode(loggers === undefined ? {} : { LIPSERVICE_LOGGERS: loggers })
  const always = ['configure', 'opentelemetry']

  it.each<[string | undefined, string[]]>([
    [undefined, ['pino', 'winston', 'nest', 'console']],
    ['', ['pino', 'winston', 'nest', 'console']],
    ['  ', ['pino', 'winston', 'nest', 'console']],
    ['none', []],
    ['pino', ['pino']],
    [' console , pino ', ['console', 'pino']],
  ])('finds by LIPSERVICE_LOGGERS=%j these loggers: %j', (loggers, found) => {
    start(loggers)
    expect(called).toEqual([...always, ...found])
    expect(said).toEqual([])
  })

  it.each(['log4j', 'pino,none', 'pino,', '__proto__', 'toString'])(
    'starts nothing and says why for LIPSERVICE_LOGGERS=%j',
    (loggers) => {
      start(loggers)
      expect(called).toEqual([])
      expect(said).toEqual([{ kind: 'not_started', reason: expect.stringContaining('LIPSERVICE_LOGGERS must be') }])
    },
  )

  it('is one, however often it is loaded', () => {
    start('none')
    start('pino')
    expect(called).toEqual(always)
  })

  it('finds no logger, and does not throw, where the configuration is wrong', () => {
    configuring.error = new TypeError('lipservice: no destination for logs')
    expect(() => start()).not.toThrow()
    expect(called).toEqual(['configure'])
    expect(said).toEqual([{ kind: 'not_started', reason: expect.stringMatching(/^(?!lipservice: ).*no destination/) }])
  })
})
