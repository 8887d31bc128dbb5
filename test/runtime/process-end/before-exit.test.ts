import { expect, it } from 'vitest'
import { flushBeforeExit } from '../../../src/runtime/process-end/before-exit.js'
import { aloneOn, raise } from '../../support/process-listeners.js'

const EVENTS = ['beforeExit']

/** What an app does before its event loop runs empty, and how a flush ends. */
function appUnderTest() {
  const state = { seen: 0, pending: false, flushes: 0, end: () => {} }
  const stop = flushBeforeExit({
    seen: () => state.seen,
    hasPending: () => state.pending,
    flush: () => {
      state.flushes++
      return new Promise((resolve) => {
        state.end = resolve
      })
    },
  })
  return { state, stop }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('flushes what waits when the event loop runs empty', () =>
  aloneOn(EVENTS, () => {
    const { state } = appUnderTest()
    Object.assign(state, { seen: 1, pending: true })
    raise('beforeExit')
    expect(state.flushes).toBe(1)
  }))

it('lets a process go that has nothing to send', () =>
  aloneOn(EVENTS, () => {
    const { state } = appUnderTest()
    state.seen = 1
    raise('beforeExit')
    expect(state.flushes).toBe(0)
  }))

it('does not flush again while it does, nor when nothing came since, delivered or not', () =>
  aloneOn(EVENTS, async () => {
    const { state } = appUnderTest()
    Object.assign(state, { seen: 1, pending: true })
    raise('beforeExit')
    raise('beforeExit')
    expect(state.flushes).toBe(1)
    state.end()
    await turn()
    raise('beforeExit')
    expect(state.flushes).toBe(1)
  }))

it('flushes once more what was logged after a flush', () =>
  aloneOn(EVENTS, async () => {
    const { state } = appUnderTest()
    Object.assign(state, { seen: 1, pending: true })
    raise('beforeExit')
    state.end()
    await turn()
    state.seen = 2
    raise('beforeExit')
    expect(state.flushes).toBe(2)
  }))

it('leaves no listener behind when it is stopped', () =>
  aloneOn(EVENTS, () => {
    const { stop } = appUnderTest()
    expect(process.listenerCount('beforeExit')).toBe(1)
    stop()
    expect(process.listenerCount('beforeExit')).toBe(0)
  }))
