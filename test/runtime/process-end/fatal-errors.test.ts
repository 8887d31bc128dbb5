import { expect, it } from 'vitest'
import type { LogRecord } from '../../../src/record/log-record.js'
import { logFatalErrors } from '../../../src/runtime/process-end/fatal-errors.js'
import { LoggedErrors } from '../../../src/runtime/process-end/logged-errors.js'
import { ManualClock } from '../../../src/testing.js'
import { aloneOn, raise } from '../../support/process-listeners.js'

const EVENTS = ['uncaughtExceptionMonitor', 'uncaughtException']

/** Longer than an app has to log what it caught. */
const LONG_ENOUGH_MILLIS = 1_000

function underTest() {
  const clock = new ManualClock(5_000)
  const logged = new LoggedErrors()
  const records: LogRecord[] = []
  const fatal = logFatalErrors({ log: (record) => records.push(record), logged, now: clock.now, timers: clock })
  /** As an app of which nothing but the error is known. */
  const appLogs = (error: unknown) => logged.note({ severityNumber: 17, body: 'of the app' }, error)
  return { clock, records, appLogs, ...fatal }
}
const thrown = (error: unknown, origin = 'uncaughtException') => raise('uncaughtExceptionMonitor', error, origin)
const listen = () => process.on('uncaughtException', () => {})

it.each(['uncaughtException', 'unhandledRejection'])(
  'logs at once what nobody caught, as fatal, and from where: %s',
  (origin) =>
    aloneOn(EVENTS, () => {
      const { records } = underTest()
      const error = new TypeError('boom')
      thrown(error, origin)
      expect(records).toEqual([
        {
          timestamp: 5_000,
          severityNumber: 21,
          body: 'uncaught: boom',
          exception: error,
          attributes: { 'lipservice.origin': origin },
          instrumentationScope: { name: 'lipservice' },
        },
      ])
    }),
)

it('logs an error where the app listens, because it lives on, once the app has had time to log it itself', () =>
  aloneOn(EVENTS, async () => {
    const { clock, records } = underTest()
    listen()
    thrown(new Error('boom'))
    expect(records).toEqual([])
    await clock.advance(LONG_ENOUGH_MILLIS)
    expect(records).toMatchObject([{ timestamp: 5_000, severityNumber: 17, body: 'uncaught: boom' }])
  }))

it.each(['before', 'after'])('leaves an error to the app that logs it, %s it is known to be uncaught', (when) =>
  aloneOn(EVENTS, async () => {
    const { clock, records, appLogs, settle } = underTest()
    const error = new Error('boom')
    if (when === 'after') listen()
    if (when === 'before') appLogs(error)
    thrown(error)
    if (when === 'after') appLogs(error)
    settle()
    await clock.advance(LONG_ENOUGH_MILLIS)
    expect(records).toEqual([])
  }),
)

it.each(['settle', 'stop'] as const)('logs what still waits when it is told to %s, and never again', (how) =>
  aloneOn(EVENTS, async () => {
    const { clock, records, ...fatal } = underTest()
    listen()
    thrown(new Error('boom'))
    fatal[how]()
    expect(records).toHaveLength(1)
    await clock.advance(LONG_ENOUGH_MILLIS)
    expect(records).toHaveLength(1)
  }),
)

it.each<[string, unknown, string]>([
  ['a text', 'plain', 'plain'],
  ['nothing', undefined, 'undefined'],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '[Object: null prototype] { a: 1 }'],
  [
    'an error whose message throws',
    Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('again')
      },
    }),
    'a value that cannot be shown',
  ],
])('shows %s as far as it can be shown', (_, value, text) =>
  aloneOn(EVENTS, () => {
    const { records } = underTest()
    thrown(value)
    expect(records).toMatchObject([{ body: `uncaught: ${text}`, exception: value }])
  }),
)

it('leaves no listener behind when it is stopped', () =>
  aloneOn(EVENTS, () => {
    underTest().stop()
    for (const event of EVENTS) expect(process.listenerCount(event)).toBe(0)
  }))
