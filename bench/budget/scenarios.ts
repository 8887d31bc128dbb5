import { burstOf, type Population, population, type Scenario, uniqueMessages } from './scenario.ts'
import { diurnal, during, SECONDS_PER_DAY, steady } from './traffic/load.ts'
import { zipfShares } from './traffic/zipf.ts'

const PER_SECOND = 1_000
/** 3,000 keeps a window: 5 % of the usual traffic, and fewer than the largest population has patterns. */
const BUDGET = { unit: 'records', perSecond: 50 } as const
const BYTES = { unit: 'bytes', perSecond: 20_000 } as const
const SETTLING = 30
const MINUTE = 60
const TYPICAL = { patterns: 1_000, exponent: 1.1 } as const
const EXPONENTS = [1.1, 1.3, 1.6]
const PATTERNS = [20, 200, 1_000, 2_000, 5_000]
/** Far enough from the top that the pattern is one of many, and common enough that it matters. */
const BURSTING_RANK = 10

type Shape = Pick<Population, 'patterns' | 'exponent'>

const usual = (shape: Shape) => population({ ...shape, load: steady(PER_SECOND), perSecond: PER_SECOND })
const named = ({ patterns, exponent }: Shape) => `${patterns.toLocaleString('en')} patterns, Zipf ${exponent}`

function steadyScenarios(): Scenario[] {
  return EXPONENTS.flatMap((exponent) =>
    PATTERNS.map((patterns) => ({
      family: 'steady',
      name: named({ patterns, exponent }),
      seconds: SETTLING + (patterns === TYPICAL.patterns ? 30 : 15) * MINUTE,
      budget: BUDGET,
      ...usual({ patterns, exponent }),
    })),
  )
}

function byteScenarios(): Scenario[] {
  return [200, 1_000].map((patterns) => {
    const shape = { ...TYPICAL, patterns }
    return { family: 'bytes', name: named(shape), seconds: SETTLING + 15 * MINUTE, budget: BYTES, ...usual(shape) }
  })
}

function diurnalScenarios(): Scenario[] {
  const perSecond = 100
  const shape = { patterns: 200, exponent: 1.1 }
  return [
    {
      family: 'diurnal',
      name: `a day between 40 and 160 records/s, ${named(shape)}`,
      seconds: SECONDS_PER_DAY,
      budget: { unit: 'records', perSecond: 20 },
      ...population({ ...shape, load: diurnal(perSecond, 4), perSecond }),
    },
  ]
}

function burstScenarios(): Scenario[] {
  const episode = { from: 5 * MINUTE, to: 7 * MINUTE }
  const common = { family: 'burst', seconds: SETTLING + 12 * MINUTE, budget: BUDGET, episode } as const
  const { usualRates, streams, isError } = usual(TYPICAL)
  const [base] = streams
  const everything = { load: during(episode, 9 * PER_SECOND), draw: base!.draw }
  const one = (times: number) => {
    const key = BURSTING_RANK - 1
    return burstOf(key, episode, (times - 1) * PER_SECOND * zipfShares(TYPICAL.patterns, TYPICAL.exponent)[key]!)
  }
  return [
    { ...common, name: '×10 of everything for 2 minutes', usualRates, isError, streams: [base!, everything] },
    { ...common, name: '×10 of one pattern for 2 minutes', usualRates, isError, streams: [base!, one(10)] },
    { ...common, name: '×100 of one pattern for 2 minutes', usualRates, isError, streams: [base!, one(100)] },
  ]
}

function floodScenarios(): Scenario[] {
  const episode = { from: 4 * MINUTE, to: 9 * MINUTE }
  const { usualRates, streams, isError } = usual(TYPICAL)
  return [
    {
      family: 'flood',
      name: 'as many unique messages for 5 minutes',
      seconds: SETTLING + 14 * MINUTE,
      budget: BUDGET,
      usualRates,
      isError,
      streams: [...streams, uniqueMessages(usualRates.length, episode, PER_SECOND)],
      episode,
    },
  ]
}

function errorScenarios(): Scenario[] {
  const errors = { patterns: 20, perSecond: PER_SECOND / 100 }
  const load = steady(PER_SECOND - errors.perSecond)
  return [
    {
      family: 'errors',
      name: `1 % errors, ${named(TYPICAL)}`,
      seconds: SETTLING + 15 * MINUTE,
      budget: BUDGET,
      ...population({ ...TYPICAL, load, perSecond: PER_SECOND - errors.perSecond, errors }),
    },
  ]
}

export function allScenarios(): Scenario[] {
  return [
    ...steadyScenarios(),
    ...byteScenarios(),
    ...diurnalScenarios(),
    ...burstScenarios(),
    ...floodScenarios(),
    ...errorScenarios(),
  ]
}
