/** Simulated counts a minute, by kind. `random` answers 0–1. */
export const KINDS = ['poisson', 'overdispersed', 'wandering', 'diurnal', 'cron', 'on and off'] as const
export type Kind = (typeof KINDS)[number]
export const BASES = [0.5, 5, 50, 500] as const

const DAY = 1_440

/** Counts at a minute, with the rate multiplied; to be called once a minute, in order. */
export type Series = (minute: number, times?: number) => number

export function seriesOf(kind: Kind, base: number, random: () => number): Series {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  let wander = 0
  let on = true
  let until = 0
  switch (kind) {
    case 'poisson':
      return (_, times = 1) => poisson(base * times, random, normal)
    case 'overdispersed':
      // Gamma with a coefficient of variation of .3, nearly: log-normal.
      return (_, times = 1) => poisson(base * times * Math.exp(0.29 * normal() - 0.042), random, normal)
    case 'wandering':
      return (_, times = 1) => {
        wander = 0.995 * wander + 0.03 * normal()
        return poisson(base * times * Math.exp(wander), random, normal)
      }
    case 'diurnal':
      return (minute, times = 1) => {
        const day = Math.floor(minute / DAY)
        const weekend = day % 7 >= 5 ? 0.5 : 1
        return poisson(base * times * weekend * (1 + 0.5 * Math.sin((2 * Math.PI * minute) / DAY)), random, normal)
      }
    case 'cron':
      return (minute, times = 1) => poisson(times * (minute % 60 === 0 ? base * 20 + 50 : base), random, normal)
    case 'on and off':
      return (minute, times = 1) => {
        if (minute >= until) {
          on = !on
          until = minute + (on ? 20 + random() * 20 : 20 + random() * 70)
        }
        return on ? poisson(base * times * 2, random, normal) : 0
      }
  }
}

function poisson(mean: number, random: () => number, normal: () => number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  const limit = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > limit; product *= random()) count++
  return Math.max(0, count)
}
