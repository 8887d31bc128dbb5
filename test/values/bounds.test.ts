import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeValue } from '../../src/values/safe-value.js'
import { createSizeBudget, safeString, withinPart } from '../../src/values/size-budget.js'
import { entriesOf, isCompound, isList, plainValue, type SafeValue } from '../../src/values/value-types.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

const copyOf = (value: unknown) => safeValue(value, createSizeBudget())
const plainOf = (value: unknown) => plainValue(copyOf(value)!)

/** Characters of all texts, and bytes. */
function sizeOf(value: SafeValue | undefined): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length
  if (value === undefined || !isCompound(value)) return 0
  if (isList(value)) return value.reduce((sum: number, item) => sum + sizeOf(item), 0)
  return entriesOf(value).reduce((sum, [key, item]) => sum + key.length + sizeOf(item), 0)
}
function depthOf(value: SafeValue | undefined): number {
  if (value === undefined || !isCompound(value)) return 0
  const inner = isList(value) ? value : entriesOf(value).map(([, item]) => item)
  return 1 + Math.max(0, ...inner.map(depthOf))
}
function expectToBeBounded(value: unknown): void {
  const copy = copyOf(value)
  // Beyond the room of a record: markers, and what a value costs before it is seen that there is no room.
  expect(sizeOf(copy)).toBeLessThan(1.5 * 64 * 1024)
  expect(depthOf(copy)).toBeLessThanOrEqual(8)
}

describe('the bounds of a copy', () => {
  it.each(HOSTILE_VALUES)('hold, and nothing throws: %s', (_, make) => {
    expectToBeBounded(make())
  })

  it('hold for anything whatever', () => {
    const anything = fc.anything({
      maxDepth: 12,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withTypedArray: true,
      withObjectString: true,
    })
    fc.assert(fc.property(anything, expectToBeBounded))
  })

  it('leave all that is small as JSON has it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(text.length < 1_000)
        expect(JSON.parse(JSON.stringify(plainOf(value)))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('are 32 KiB for a text, and 64 KiB for a record', () => {
    expect(copyOf('x'.repeat(100_000))).toBe(`${'x'.repeat(32 * 1024)}[truncated]`)
    expect(sizeOf(copyOf(Array.from({ length: 10 }, () => 'x'.repeat(20_000))))).toBeLessThan(66 * 1024)
  })

  it('are 128 keys and 256 items, and it is said that there were more', () => {
    const keys = entriesOf(copyOf(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, i]))))
    expect(keys).toHaveLength(129)
    expect(keys.at(-1)).toEqual(['[truncated]', true])
    const items = plainOf(Array.from({ length: 300 }, (_, i) => i)) as unknown[]
    expect(items).toHaveLength(257)
    expect(items.at(-1)).toBe('[44 more]')
  })

  it('are 8 for the depth; what contains itself is marked, what stands twice is not', () => {
    let deep: unknown = 'bottom'
    for (let i = 0; i < 12; i++) deep = { deep }
    expect(JSON.stringify(plainOf(deep))).toBe(`${'{"deep":'.repeat(8)}"[truncated]"${'}'.repeat(8)}`)
    const circle: Record<string, unknown> = { name: 'a' }
    circle['self'] = circle
    expect(plainOf(circle)).toEqual({ name: 'a', self: '[circular]' })
    const twice = { a: 1 }
    expect(plainOf([twice, twice])).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('are one budget for all of a record, which a part takes from', () => {
    const budget = { left: 100, cut: 0 }
    expect(safeString('x'.repeat(40), budget)).toBe('x'.repeat(40))
    expect(withinPart(budget, 20, (part) => safeString('y'.repeat(40), part))).toBe(`${'y'.repeat(20)}[truncated]`)
    expect(safeString('z'.repeat(40), budget)).toMatch(/^z{28,32}\[truncated\]$/)
    expect(safeString('more', budget)).toBe('[truncated]')
    expect(budget.cut).toBe(3)
  })
})
