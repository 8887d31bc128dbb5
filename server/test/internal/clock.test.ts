import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { after, epochSeconds, every } from '../../src/internal/clock.js'

describe('repeating work', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is done after each interval, and no more once it is stopped', async () => {
    const work = vi.fn(async () => {})
    const repeating = every(100, work)
    await vi.advanceTimersByTimeAsync(350)
    expect(work).toHaveBeenCalledTimes(3)
    await repeating.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(work).toHaveBeenCalledTimes(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('never runs beside itself: a slow call delays the next', async () => {
    let running = 0
    let most = 0
    const repeating = every(100, async () => {
      running++
      most = Math.max(most, running)
      await new Promise((resolve) => {
        setTimeout(resolve, 250)
      })
      running--
    })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(most).toBe(1)
    const stopped = repeating.stop()
    await vi.advanceTimersByTimeAsync(250)
    await stopped
    expect(running).toBe(0)
  })

  it('is stopped only when the call under way has ended', async () => {
    let end = () => {}
    const repeating = every(
      100,
      () =>
        new Promise((resolve) => {
          end = resolve
        }),
    )
    await vi.advanceTimersByTimeAsync(100)
    let isStopped = false
    const stopping = repeating.stop().then(() => {
      isStopped = true
    })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isStopped).toBe(false)
    end()
    await stopping
    expect(isStopped).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('may be one call, which can be cancelled', async () => {
    const [done, cancelled] = [vi.fn(), vi.fn()]
    after(100, done)
    const cancel = after(100, cancelled)
    cancel()
    await vi.advanceTimersByTimeAsync(200)
    expect([done.mock.calls.length, cancelled.mock.calls.length]).toEqual([1, 0])
  })
})

describe('seconds since the epoch', () => {
  it('are whole ones of the clock', () => {
    expect(epochSeconds(() => 1_999)).toBe(1)
    expect(epochSeconds(() => 2_000)).toBe(2)
  })
})
