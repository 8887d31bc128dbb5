import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flushOnSignals } from '../../../src/runtime/process-end/signals.js'
import { aloneOn, raise } from '../../support/process-listeners.js'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe.each(SIGNALS)('on %s', (signal) => {
  let killed: unknown[][]
  let deaths: number
  const onDeath = () => void deaths++
  beforeEach(() => {
    killed = []
    deaths = 0
    vi.spyOn(process, 'kill').mockImplementation((...args) => {
      killed.push([...args, deaths])
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('everything is flushed first, and the process dies of the signal then', () =>
    aloneOn(SIGNALS, async () => {
      let flushed = () => {}
      flushOnSignals(() => new Promise<void>((resolve) => (flushed = resolve)), onDeath)
      raise(signal)
      await turn()
      expect(killed).toEqual([])
      flushed()
      await turn()
      const deathsBefore = 1
      expect(killed).toEqual([[process.pid, signal, deathsBefore]])
    }))

  it.each(['before', 'after'])('an app that listens, since %s us, ends by itself', (when) =>
    aloneOn(SIGNALS, async () => {
      const heard: string[] = []
      const listen = () => process.once(signal, () => heard.push(signal))
      if (when === 'before') listen()
      flushOnSignals(async () => {}, onDeath)
      if (when === 'after') listen()
      process.emit(signal)
      await turn()
      expect(heard).toEqual([signal])
      expect(killed).toEqual([])
      expect(deaths).toBe(0)
    }),
  )

  it('an app that begins to listen while we flush ends by itself', () =>
    aloneOn(SIGNALS, async () => {
      flushOnSignals(async () => void process.on(signal, () => {}), onDeath)
      raise(signal)
      await turn()
      expect(killed).toEqual([])
      expect(deaths).toBe(0)
    }))

  it('a library that asks whether it is alone is told so, and a second signal meets nobody', () =>
    aloneOn(SIGNALS, () => {
      flushOnSignals(() => new Promise(() => {}), onDeath)
      raise(signal)
      expect(process.listenerCount(signal)).toBe(0)
    }))

  it('nothing happens any more when it was stopped', () =>
    aloneOn(SIGNALS, () => {
      flushOnSignals(async () => {}, onDeath)()
      for (const each of SIGNALS) expect(process.listenerCount(each)).toBe(0)
    }))
})
