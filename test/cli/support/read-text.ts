import type { FoundRecord } from '../../../src/cli/formats/found-record.js'
import type { RecordCounts } from '../../../src/cli/input/record-counts.js'
import { readRecords } from '../../../src/cli/input/records.js'
import type { Source } from '../../../src/cli/input/source.js'

/** 26 November 2026, 18:00 UTC. */
export const TODAY = Date.UTC(2026, 10, 26, 18)

/** A source of pieces that are in memory. */
export function sourceOf(...pieces: readonly (string | Buffer)[]): Source {
  return {
    name: 'memory',
    bytes: undefined,
    read: () => 0,
    damage: () => undefined,
    async *open() {
      for (const piece of pieces) yield Buffer.from(piece as string)
    },
  }
}

/** Reads what a file would hold. */
export async function readPieces(
  ...pieces: readonly (string | Buffer)[]
): Promise<{ found: FoundRecord[]; counts: RecordCounts }> {
  const found: FoundRecord[] = []
  const counts = await readRecords(sourceOf(...pieces), (record) => found.push(record), TODAY)
  return { found, counts }
}

/** The records of a text. */
export async function recordsOf(text: string): Promise<FoundRecord[]> {
  return (await readPieces(text)).found
}
