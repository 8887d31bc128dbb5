import type { CreateSampler } from '../sampler.ts'

const TICK_MILLIS = 1_000
const FIRST = 100
const THEREAFTER = 100

/** As zap's sampler documents itself: in each second the first 100 records of a message, then every 100th. It knows no budget. */
export const createZap: CreateSampler = () => {
  const counts = new Map<number, number>()
  let tickOf = -1
  return {
    name: 'zap 100/100',
    decide(pattern, now) {
      const tick = Math.floor(now / TICK_MILLIS)
      if (tick !== tickOf) {
        tickOf = tick
        counts.clear()
      }
      const count = (counts.get(pattern) ?? 0) + 1
      counts.set(pattern, count)
      if (count <= FIRST) return 1
      return (count - FIRST) % THEREAFTER === 0 ? THEREAFTER : 0
    },
  }
}
