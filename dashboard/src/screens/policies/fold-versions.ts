import type { components } from '../../api/schema.js'

export type Version = components['schemas']['PolicySummary']

type VersionRow =
  | { readonly kind: 'version'; readonly version: Version }
  /** Adjustments in a row, the newest first. */
  | { readonly kind: 'fold'; readonly versions: readonly Version[] }

export const isOnItsWay = ({ stage }: Pick<Version, 'stage'>): boolean =>
  stage === 'draft' || stage === 'shadow' || stage === 'canary'

/** Returns the version in force: the newest one that is active; `undefined`: none is among these. */
export const inForce = (versions: readonly Version[]): Version | undefined =>
  versions.find(({ stage }) => stage === 'active')

/**
 * Returns the rows of a list of versions, newest first: what the allocator adjusted is folded, so that what people and
 * plans did is not buried. The version in force stands alone, and so does an adjustment between two others.
 */
export function foldVersions(versions: readonly Version[]): VersionRow[] {
  const current = inForce(versions)
  const rows: VersionRow[] = []
  let run: Version[] = []
  const close = (): void => {
    if (run.length === 1) rows.push({ kind: 'version', version: run[0]! })
    else if (run.length > 1) rows.push({ kind: 'fold', versions: run })
    run = []
  }
  for (const version of versions) {
    if (version.kind === 'adjustment' && version !== current) run.push(version)
    else {
      close()
      rows.push({ kind: 'version', version })
    }
  }
  close()
  return rows
}

/** Returns the reasons of versions by how often they come, the most frequent first; numbers ahead of them aside. */
export function reasonsOf(versions: readonly Version[]): (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { stage_reason } of versions) {
    const reason = stage_reason.replace(/^\d+ /, '')
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)
}

/** Patterns as sentences of the server list them: signatures, with the check behind each that has one. */
const LISTED = /[0-9a-f]{16}(?: [0-9a-f]{16})?(?:, [0-9a-f]{16}(?: [0-9a-f]{16})?)*/g

/** Returns a reason with how many patterns it names instead of their signatures, where there are no templates. */
export const withoutSignatures = (reason: string, say: (many: number) => string): string =>
  reason.replaceAll(LISTED, (list) => say(list.split(', ').length))
