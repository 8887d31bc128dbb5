import type { Measured } from '../harness.ts'
import { BARE, REGEX_CHAIN, SIGNATURE_OF } from './by-length.ts'
import { MAP_GET, SIGNER } from './constant.ts'

/** Ratios of one run; absolute times say nothing on a shared machine. The limits are what is reached, with room for noise. */
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
  readonly constants: readonly Measured[]
}

export function gatesOf({ at100, at256, at200000, retainedPerCall, constants }: Figures): Gate[] {
  const signing = nanosOf(at100, SIGNATURE_OF)
  return [
    {
      name: 'signatureOf / bare loop, 100 characters',
      value: signing / nanosOf(at100, BARE),
      holds: 'at most',
      limit: 2.5,
    },
    {
      name: 'regex chain / signatureOf, 100 characters',
      value: nanosOf(at100, REGEX_CHAIN) / signing,
      holds: 'at least',
      limit: 12,
    },
    { name: 'signatureOf: bytes retained per call', value: retainedPerCall, holds: 'below', limit: 1 },
    { name: 'signatureOf: 200,000 characters / 256', value: at200000 / at256, holds: 'at most', limit: 1.2 },
    {
      name: 'constant format string / Map.get',
      value: nanosOf(constants, SIGNER) / nanosOf(constants, MAP_GET),
      holds: 'at most',
      limit: 2,
    },
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
