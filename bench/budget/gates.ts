import type { Result } from './simulate.ts'
import type { TrafficOptions } from './traffic.ts'

export interface Gate {
  readonly name: string
  readonly value: number
  readonly limit: number
}

interface Run {
  readonly options: TrafficOptions
  readonly results: readonly Result[]
}

const MAX_SPEND_ERROR = 0.05
const MAX_DAILY_ERROR = 0.02
const MAX_TOTAL_ERROR = 0.03
const MAX_OF_DYNSAMPLER = 0.4

export function gates(steady: readonly Run[], diurnal: readonly Result[]): Gate[] {
  const thousand = steady.filter(({ options }) => options.patterns === 1_000 && options.unique === undefined)
  return [
    ...steady.map(({ options, results }) => ({
      name: `spend, ${options.name}`,
      value: Math.abs(ours(results).spend),
      limit: MAX_SPEND_ERROR,
    })),
    { name: 'spend of a day, diurnal load', value: Math.abs(ours(diurnal).spend), limit: MAX_DAILY_ERROR },
    ...thousand.flatMap(({ options, results }) => [
      { name: `error of totals, ${options.name}`, value: ours(results).totalError, limit: MAX_TOTAL_ERROR },
      {
        name: `  as a share of dynsampler's`,
        value: ours(results).totalError / results.find(({ sampler }) => sampler.startsWith('dynsampler'))!.totalError,
        limit: MAX_OF_DYNSAMPLER,
      },
    ]),
  ]
}

export function passes({ value, limit }: Gate): boolean {
  return value <= limit
}

function ours(results: readonly Result[]): Result {
  return results.find(({ sampler }) => sampler === 'lipservice')!
}
