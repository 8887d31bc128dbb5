import { expect, it } from 'vitest'
import type { LogRecord } from '../../../src/record/log-record.js'
import { LoggedErrors } from '../../../src/runtime/process-end/logged-errors.js'
import { type ProcessEnd, watchProcessEnd } from '../../../src/runtime/process-end/watch-process-end.js'
import { ManualClock } from '../../../src/testing.js'
import { aloneOn, raise } from '../../support/process-listeners.js'

const EVENTS = ['beforeExit', 'exit', 'SIGTERM', 'SIGINT', 'SIGHUP', 'uncaughtExceptionMonitor']
const endOf = (over: Partial<ProcessEnd> = {}): ProcessEnd => ({
  seen: () => 0,
  hasPending: () => false,
  flush: async () => {},
  endNow: () => {},
  log: () => {},
  logged: new LoggedErrors(),
  now: () => 0,
  timers: new ManualClock(),
  handleSignals: true,
  flushOnExit: true,
  ...over,
})
const counts = () => EVENTS.map((event) => process.listenerCount(event))

it.each([
  [{ handleSignals: true, flushOnExit: true }, [1, 1, 1, 1, 1, 1]],
  [{ handleSignals: false, flushOnExit: true }, [1, 1, 0, 0, 0, 1]],
  [{ handleSignals: true, flushOnExit: false }, [1, 1, 1, 1, 1, 1]],
])('listens to what it is asked for, and to nothing once it is stopped: %j', (options, expected) =>
  aloneOn(EVENTS, () => {
    const { stop } = watchProcessEnd(endOf(options))
    expect(counts()).toEqual(expected)
    stop()
    expect(counts()).toEqual([0, 0, 0, 0, 0, 0])
  }),
)

it.each([true, false])('says at the exit whether what waits may be sent: %s', (flushOnExit) =>
  aloneOn(EVENTS, () => {
    const ends: boolean[] = []
    watchProcessEnd(endOf({ flushOnExit, endNow: (mayPost) => ends.push(mayPost) }))
    raise('exit', 3)
    expect(ends).toEqual([flushOnExit])
  }),
)

it.each(['beforeExit', 'exit'])(
  'logs what the app caught and has not logged, before it looks what waits: %s',
  (event) =>
    aloneOn([...EVENTS, 'uncaughtException'], () => {
      const records: LogRecord[] = []
      const seen: number[] = []
      const look = () => void seen.push(records.length)
      const hasPending = () => {
        look()
        return false
      }
      watchProcessEnd(endOf({ log: (record) => records.push(record), seen: () => 1, hasPending, endNow: look }))
      process.on('uncaughtException', () => {})
      raise('uncaughtExceptionMonitor', new Error('caught'), 'uncaughtException')
      expect(records).toEqual([])
      raise(event, 0)
      expect(seen).toEqual([1])
    }),
)

it.each(['exit', 'uncaughtExceptionMonitor'])('keeps an exception of ours from the end of the app: %s', (event) => {
  const broken = () => {
    throw new Error('ours')
  }
  return aloneOn(EVENTS, () => {
    watchProcessEnd(endOf({ endNow: broken, log: broken }))
    expect(() => raise(event, new Error('of the app'), 'uncaughtException')).not.toThrow()
  })
})
