/** Records per second at a time, given in seconds from the start. */
export type Load = (seconds: number) => number

/** A part of the run, in seconds from the start. */
export interface Episode {
  readonly from: number
  readonly to: number
}

export const SECONDS_PER_DAY = 86_400

export function steady(perSecond: number): Load {
  return () => perSecond
}

/** A sine over the day around a mean; at its peak so many times the load of its trough. */
export function diurnal(meanPerSecond: number, peakToTrough: number): Load {
  const swing = (peakToTrough - 1) / (peakToTrough + 1)
  return (seconds) => meanPerSecond * (1 - swing * Math.cos((2 * Math.PI * seconds) / SECONDS_PER_DAY))
}

/** Nothing but in the episode. */
export function during({ from, to }: Episode, perSecond: number): Load {
  return (seconds) => (seconds >= from && seconds < to ? perSecond : 0)
}
