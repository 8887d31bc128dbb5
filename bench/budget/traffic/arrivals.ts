import type { Load } from './load.ts'

/** A part of the traffic: how many records, and which. */
export interface Stream {
  readonly load: Load
  /** The pattern of the next record. */
  draw(random: () => number): number
}

/**
 * Poisson arrivals of all streams together, in order: exponential gaps at the load of the moment, each arrival from a stream
 * with the probability of that stream's part in it.
 */
export function forEachArrival(
  streams: readonly Stream[],
  until: number,
  random: () => number,
  visit: (key: number, seconds: number) => void,
): void {
  const loads = new Float64Array(streams.length)
  let seconds = 0
  for (;;) {
    let total = 0
    for (let i = 0; i < streams.length; i++) total += loads[i] = streams[i]!.load(seconds)
    if (total <= 0) throw new RangeError(`no traffic at ${seconds} s: no arrival would ever come`)
    seconds -= Math.log(1 - random()) / total
    if (seconds >= until) return
    let rest = random() * total
    let stream = 0
    while (stream < streams.length - 1 && rest >= loads[stream]!) rest -= loads[stream++]!
    visit(streams[stream]!.draw(random), seconds)
  }
}
