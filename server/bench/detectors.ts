/** Detectors side by side on simulated series: `npm run bench:detectors`. False alarms, and what they find of spikes. */

import { fileURLToPath } from 'node:url'
import { loadInternal } from '../../bench/internal-module.ts'
import type { RateDetector as RateDetectorClass } from '../src/anomalies/rate-detector.js'
import { BASES, KINDS, type Kind, seriesOf } from '../test/support/series.ts'

const source = (file: string) => fileURLToPath(new URL(`../src/anomalies/${file}`, import.meta.url))
const { RateDetector } = await loadInternal<{ RateDetector: typeof RateDetectorClass }>(source('rate-detector.ts'))
const { upperTail } = await loadInternal<{ upperTail(count: number, mean: number, dispersion: number): number }>(
  source('negative-binomial.ts'),
)
const { seededRandom } = await loadInternal<{ seededRandom(seed: number): () => number }>(
  fileURLToPath(new URL('../../src/testing/seeded-random.ts', import.meta.url)),
)

const DAY = 1_440
const WARM_UP = 10 * DAY
const SCORED = 4 * DAY
const SEEDS = 10
const SPIKE_MINUTES = 10
/** An alarm within half an hour of the one before is the same one. */
const QUIET = 30

/** Whether a minute is an alarm. */
type Detector = (minute: number, count: number) => boolean

const DETECTORS: Readonly<Record<string, () => Detector>> = {
  'ours: negative binomial, profile, two of two, high water': () => {
    const detector = new RateDetector()
    return (minute, count) => detector.step(minute, count).anomaly === 'spike'
  },
  'ratio to the hour before ≥ 2': () => {
    const mean = windowed()
    return (_, count) => {
      const { mean: before } = mean(count)
      return before > 0 && count >= 2 * before
    }
  },
  'z-score over the hour before > 3': () => {
    const stats = windowed()
    return (_, count) => {
      const { mean, deviation } = stats(count)
      return deviation > 0 && (count - mean) / deviation > 3
    }
  },
  'Poisson, p < 10⁻⁶': () => {
    const stats = windowed()
    return (_, count) => {
      const { mean } = stats(count)
      return mean > 0 && upperTail(count, mean, 0) < 1e-6
    }
  },
}

/** Mean and deviation of the 60 minutes before. */
function windowed(): (count: number) => { mean: number; deviation: number } {
  const window: number[] = []
  let sum = 0
  let squares = 0
  return (count) => {
    const n = Math.max(1, window.length)
    const mean = sum / n
    const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean))
    window.push(count)
    sum += count
    squares += count * count
    if (window.length > 60) {
      const gone = window.shift()!
      sum -= gone
      squares -= gone * gone
    }
    return { mean, deviation }
  }
}

function falseAlarms(make: () => Detector, kind: Kind, base: number): number {
  let alarms = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const series = seriesOf(kind, base, seededRandom(seed * 1_000 + base))
    const detector = make()
    let last = Number.NEGATIVE_INFINITY
    for (let minute = 0; minute < WARM_UP + SCORED; minute++) {
      if (!detector(minute, series(minute))) continue
      if (minute >= WARM_UP && minute - last > QUIET) alarms++
      last = minute
    }
  }
  return alarms
}

/** Share of spikes found, and the mean of minutes until then. */
function found(make: () => Detector, kind: Kind, base: number, times: number): { share: number; minutes: number } {
  let hits = 0
  let waited = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const series = seriesOf(kind, base, seededRandom(seed))
    const detector = make()
    const start = WARM_UP + 300 + seed * 97
    for (let minute = 0; minute < start + SPIKE_MINUTES; minute++) {
      const alarm = detector(minute, series(minute, minute >= start ? times : 1))
      if (!alarm || minute < start) continue
      hits++
      waited += minute - start + 1
      break
    }
  }
  return { share: hits / SEEDS, minutes: waited / Math.max(1, hits) }
}

const FINDABLE: readonly Kind[] = ['poisson', 'overdispersed', 'wandering']
for (const [name, make] of Object.entries(DETECTORS)) {
  let alarms = 0
  const worst = { kind: '', perDay: 0 }
  for (const kind of KINDS) {
    for (const base of BASES) {
      const here = falseAlarms(make, kind, base)
      alarms += here
      const perDay = here / ((SEEDS * SCORED) / DAY)
      if (perDay > worst.perDay) Object.assign(worst, { kind: `${kind} ${base}/min`, perDay })
    }
  }
  const days = (KINDS.length * BASES.length * SEEDS * SCORED) / DAY
  const tenfold = FINDABLE.flatMap((kind) => [5, 50, 500].map((base) => found(make, kind, base, 10)))
  const threefold = FINDABLE.flatMap((kind) => [50, 500].map((base) => found(make, kind, base, 3)))
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  console.log(
    `| ${name} | ${(alarms / days).toFixed(3)} | ${worst.perDay.toFixed(2)} (${worst.kind}) | ` +
      `${(100 * mean(tenfold.map(({ share }) => share))).toFixed(0)} % in ${mean(tenfold.map(({ minutes }) => minutes)).toFixed(1)} min | ` +
      `${(100 * mean(threefold.map(({ share }) => share))).toFixed(0)} % |`,
  )
}
