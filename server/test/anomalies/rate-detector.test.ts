import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { atTier } from '../../../test/support/tier.js'
import { ErrorSurgeDetector } from '../../src/anomalies/error-surge.js'
import { logOfNone, upperTail } from '../../src/anomalies/negative-binomial.js'
import { RateDetector } from '../../src/anomalies/rate-detector.js'
import { BASES, KINDS, type Kind, seriesOf } from '../support/series.js'

const DAY = 1_440
const WARM_UP = 10 * DAY
const SCORED = 4 * DAY
/** In the longer tiers 960 series-days of all of them, by default a fifth. */
const SEEDS = atTier({ test: 2, long: 10, soak: 10 })

/** Runs a series and answers the minutes at which an anomaly began, of those that are scored. */
function alarmsOf(
  kind: Kind,
  base: number,
  seed: number,
  timesAt: (minute: number) => number = () => 1,
): { minute: number; anomaly: string }[] {
  const series = seriesOf(kind, base, seededRandom(seed))
  const detector = new RateDetector()
  const alarms: { minute: number; anomaly: string }[] = []
  let before: string | undefined
  for (let minute = 0; minute < WARM_UP + SCORED; minute++) {
    const { anomaly } = detector.step(minute, series(minute, timesAt(minute)))
    if (anomaly !== undefined && before === undefined && minute >= WARM_UP) alarms.push({ minute, anomaly })
    before = anomaly
  }
  return alarms
}

describe('the distribution', () => {
  it('is a Poisson without dispersion, and wider with it', () => {
    // P(X ≥ 9 | 5) = 0.06809…
    expect(upperTail(9, 5, 0)).toBeCloseTo(0.068094, 4)
    expect(upperTail(9, 5, 0.5)).toBeGreaterThan(0.1)
    expect(upperTail(0, 5, 0.1)).toBe(1)
    expect(logOfNone(5, 0)).toBeCloseTo(-5, 3)
    expect(Math.exp(logOfNone(5, 1))).toBeCloseTo(1 / 6, 9)
  })

  it('sums to one', () => {
    for (const dispersion of [0.01, 0.3, 2]) {
      let sum = 0
      for (let count = 0; count < 400; count++)
        sum += upperTail(count, 7, dispersion) - upperTail(count + 1, 7, dispersion)
      expect(sum).toBeCloseTo(1, 6)
    }
  })
})

describe('the rate detector', () => {
  it('raises at most 0.02 false alarms per series and day, over hundreds of them', { timeout: 120_000 }, () => {
    let alarms = 0
    let series = 0
    for (const kind of KINDS) {
      for (const base of BASES) {
        for (let seed = 1; seed <= SEEDS; seed++) {
          alarms += alarmsOf(kind, base, seed * 1_000 + base).length
          series++
        }
      }
    }
    const days = (series * SCORED) / DAY
    expect(days).toBe((960 / 10) * SEEDS)
    expect(alarms / days).toBeLessThanOrEqual(0.02)
  })

  it.each(
    (['poisson', 'overdispersed', 'wandering'] as const).flatMap((kind) =>
      [5, 50, 500].map((base) => [kind, base] as const),
    ),
  )('finds a ten-fold spike within three minutes: %s at %d a minute', (kind, base) => {
    for (let seed = 1; seed <= 5; seed++) {
      const start = WARM_UP + 700 + seed * 97
      const spike = (minute: number) => (minute >= start && minute < start + 10 ? 10 : 1)
      const [alarm] = alarmsOf(kind, base, seed, spike).filter(({ minute }) => minute >= start)
      expect(alarm).toMatchObject({ anomaly: 'spike' })
      expect(alarm!.minute - start).toBeLessThan(3)
    }
  })

  it.each([5, 50, 500])('finds silence, at %d a minute, within a quarter of an hour', (base) => {
    for (let seed = 1; seed <= 5; seed++) {
      const start = WARM_UP + 500 + seed * 131
      const silence = (minute: number) => (minute >= start && minute < start + 20 ? 0 : 1)
      const [alarm] = alarmsOf('poisson', base, seed, silence).filter(({ minute }) => minute >= start)
      expect(alarm).toMatchObject({ anomaly: 'silence' })
      expect(alarm!.minute - start).toBeLessThan(15)
    }
  })

  it('takes what lasts for the new normal', () => {
    const start = WARM_UP + 100
    const alarms = alarmsOf('poisson', 50, 1, (minute) => (minute >= start ? 10 : 1))
    expect(alarms).toHaveLength(1)
  })
})

describe('the error surge detector', () => {
  const run = (errorsAt: (minute: number) => number) => {
    const detector = new ErrorSurgeDetector()
    const surges: number[] = []
    for (let minute = 0; minute < 5 * DAY; minute++) if (detector.step(errorsAt(minute), 1_000)) surges.push(minute)
    return surges
  }

  it.each([0.1, 1, 10, 50])('is quiet while %d errors a minute are usual', (usual) => {
    const series = seriesOf('poisson', usual, seededRandom(3))
    expect(run(series)).toEqual([])
  })

  it.each([
    [0.1, 10],
    [1, 15],
    [10, 50],
    [50, 200],
  ])('finds a surge at once: from %d to %d a minute', (usual, surge) => {
    const series = seriesOf('poisson', usual, seededRandom(4))
    const start = 3 * DAY
    const surges = run((minute) => (minute >= start && minute < start + 5 ? surge : series(minute)))
    expect(surges).toEqual([start, start + 1, start + 2, start + 3, start + 4])
  })
})
