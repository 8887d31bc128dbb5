import { compile } from './compile.js'
import type { Surroundings } from './functions.js'
import type { Tree } from './tree.js'

/** Returns the bounds that a condition sets on a column of moments, in microseconds; `to` is exclusive. */
export function timeBounds(
  where: Tree | undefined,
  column: string,
  around: Surroundings,
): { from: number; to: number } {
  let from = Number.NEGATIVE_INFINITY
  let to = Number.POSITIVE_INFINITY
  for (const part of (where?.['exprs'] ?? []) as readonly Tree[]) {
    const left = part['left'] as Tree | undefined
    if (part.node !== 'CompareOperation' || left?.node !== 'Field' || (left['chain'] as string[]).at(-1) !== column)
      continue
    const bound = constantMicros(part['right'] as Tree, around)
    if (bound === undefined) continue
    if (part['op'] === '>=' || part['op'] === '>') from = Math.max(from, bound)
    if (part['op'] === '<' || part['op'] === '<=') to = Math.min(to, bound + (part['op'] === '<=' ? 1 : 0))
  }
  return { from, to }
}

function constantMicros(tree: Tree, around: Surroundings): number | undefined {
  try {
    const value = compile<undefined>(tree, () => undefined, around)(undefined)
    return typeof value === 'object' && value !== null && 'micros' in value ? Number(value.micros) : undefined
  } catch {
    return undefined
  }
}
