import type { Measured } from '../harness.ts'
import { BARE, HOT_PATH, REGEX_CHAIN } from './by-length.ts'

/** Ratios of one run; absolute times say nothing on a shared machine. */
export interface Gate {
  readonly name: string
  readonly value: number
  readonly limit: number
  readonly holds: 'at most' | 'at least' | 'below'
}

export interface Figures {
  readonly at100: readonly Measured[]
  readonly at256: number
  readonly at200000: number
  readonly retainedPerCall: number
}

export function gatesOf({ at100, at256, at200000, retainedPerCall }: Figures): Gate[] {
  const hot = nanosOf(at100, HOT_PATH)
  return [
    { name: 'hot path / bare loop, 100 characters', value: hot / nanosOf(at100, BARE), holds: 'at most', limit: 3 },
    {
      name: 'regex chain / hot path, 100 characters',
      value: nanosOf(at100, REGEX_CHAIN) / hot,
      holds: 'at least',
      limit: 15,
    },
    { name: 'hot path: bytes retained per call', value: retainedPerCall, holds: 'below', limit: 1 },
    { name: 'hot path: 200,000 characters / 256', value: at200000 / at256, holds: 'at most', limit: 1.2 },
  ]
}

export function passes({ value, holds, limit }: Gate): boolean {
  if (holds === 'at least') return value >= limit
  return holds === 'at most' ? value <= limit : value < limit
}

export function nanosOf(measured: readonly Measured[], wanted: string): number {
  const found = measured.find(({ name }) => name === wanted)
  if (found === undefined) throw new Error(`${wanted} was not measured`)
  return found.nanos
}
