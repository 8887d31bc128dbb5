import { OTHERS, PROTECTING } from './canaries.js'
import type { Asked, Canary } from './meaning.js'

/** Lines that are asked about at once, besides two canaries. */
export const BATCH = 18

/** A number from 0 to below 1. */
export type Random = () => number

/** A line of a batch: one of ours, or a canary. */
export interface BatchItem<T extends Asked> {
  readonly line: Asked
  readonly asked: T | undefined
  readonly canary: Canary | undefined
}

/** Lines in the order in which they are asked about. */
export type Batch<T extends Asked> = readonly BatchItem<T>[]

/**
 * Returns lines in batches, each with canaries, all in an order of chance: another pass has other neighbours.
 *
 * @param minBatches in so many, where there are lines for one
 * @param group lines of one group are dealt evenly, so that no batch has by chance more of them than can be
 */
export function batchesOf<T extends Asked>(
  lines: readonly T[],
  random: Random,
  group: (line: T) => number = () => 0,
  minBatches = 0,
): Batch<T>[] {
  const mixed = shuffled(lines, random).toSorted((a, b) => group(a) - group(b))
  const many = Math.max(minBatches, Math.ceil(mixed.length / BATCH))
  return Array.from({ length: many }, (_, batch) => {
    const own = mixed.filter((_line, i) => i % many === batch)
    const canaries = [PROTECTING, OTHERS].map((some) => some[Math.floor(random() * some.length)]!)
    return shuffled<BatchItem<T>>(
      [
        ...own.map((asked) => ({ line: asked, asked, canary: undefined })),
        ...canaries.map((canary) => ({ line: canary, asked: undefined, canary })),
      ],
      random,
    )
  })
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items]
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
