import { expect } from 'vitest'
import { MAX_EXEMPT, MAX_FAMILIES, type ToldFamily } from '../../src/store/contracts/families.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const nameOf = (i: number) => `${i.toString(16).padStart(16, '0')} ${'1'.repeat(16)}`

/** Word families, written with the reports that tell of them: every engine has to pass this. */
export function describeFamilies(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, of word families,`, start, (check) => {
    const family = (template: string, exempt: readonly string[] = []): ToldFamily => ({
      template,
      severity: 'INFO',
      exempt,
    })
    /** One object a service, as ingest has it. */
    const patterns = new Map<number, ReturnType<typeof patternOf>>()
    const ofService = (id: number) => {
      const pattern = patterns.get(id) ?? patternOf(id, 1)
      patterns.set(id, pattern)
      return pattern
    }
    const telling = (id: number, families: readonly ToldFamily[], at = TEN, instanceId = 'a', sequence = at - TEN) => ({
      ...pendingOf([ofService(id)], { instanceId, sequence, at }),
      families,
    })

    check('has what all instances told, each family once, and of a service its own', async ({ store, newService }) => {
      const [{ id }, { id: other }] = [await newService(), await newService()]
      expect(await store.families.hasAny(id)).toBe(false)
      await store.counters.add(
        [
          telling(id, [family('search <+>', [nameOf(1), nameOf(2)])]),
          telling(id, [family('search <+>', [nameOf(2), nameOf(3)])], TEN + 7, 'b'),
        ],
        [],
      )
      await store.counters.add([telling(id, [family('search <+>'), family('pay <+>')], TEN + 60, 'c')], [])
      await store.counters.add([telling(id, [{ ...family('search <+>'), severity: 'WARNING' }], TEN + 30, 'd')], [])
      const told = await store.families.of(id)
      expect(told.map(({ template, severity }) => `${severity} ${template}`)).toEqual([
        'INFO search <+>',
        'WARNING search <+>',
        'INFO pay <+>',
      ])
      expect(told[0]).toMatchObject({ firstTold: TEN + 7, lastTold: TEN + 60 })
      expect(told[0]!.exempt.toSorted()).toEqual([nameOf(1), nameOf(2), nameOf(3)])
      expect(await store.families.hasAny(id)).toBe(true)
      expect(await store.families.hasAny(other)).toBe(false)
    })

    check('takes nothing from a report that was counted before', async ({ store, newService }) => {
      const { id } = await newService()
      await store.counters.add([telling(id, [], TEN, 'a', 0)], [])
      expect(await store.counters.add([telling(id, [family('search <+>')], TEN, 'a', 0)], [])).toBe(0)
      expect(await store.families.of(id)).toEqual([])
    })

    check(
      'has as many of a service as are allowed, told last, and one exemption more than is allowed',
      async ({ store, newService }) => {
        const { id } = await newService()
        const many = (from: number, count: number) =>
          Array.from({ length: count }, (_, i) => family(`thing ${from + i} took <+>`))
        await store.counters.add([telling(id, many(0, 200))], [])
        await store.counters.add([telling(id, many(0, 10), TEN + 20)], [])
        await store.counters.add([telling(id, many(200, 200), TEN + 10)], [])
        const kept = (await store.families.of(id)).map(({ template }) => template)
        expect(kept).toHaveLength(MAX_FAMILIES)
        for (const { template } of [...many(0, 10), ...many(200, 200)]) expect(kept).toContain(template)
        await store.counters.add(
          [0, 1, 2].map((part) => telling(id, many(part * 1_000, 300), TEN + 30 + part)),
          [],
        )
        expect(await store.families.of(id)).toHaveLength(MAX_FAMILIES)
        for (const part of [0, 1, 2]) {
          const exempt = Array.from({ length: 200 }, (_, i) => nameOf(part * 150 + i))
          await store.counters.add([telling(id, [family('search <+>', exempt)], TEN + 40 + part)], [])
        }
        const [search] = (await store.families.of(id)).filter(({ template }) => template === 'search <+>')
        expect(search!.exempt).toHaveLength(MAX_EXEMPT + 1)
      },
    )

    check('takes the longest templates there are, whatever they are of', async ({ store, newService }) => {
      const { id } = await newService()
      const templates = ['é', '\u{1F600}', '\\', "'"].map((letter) => `${letter.repeat(500)} <+>`)
      await store.counters.add(
        [
          telling(
            id,
            templates.map((template) => family(template)),
          ),
        ],
        [],
      )
      expect((await store.families.of(id)).map(({ template }) => template).toSorted()).toEqual(templates.toSorted())
    })

    check('loses nothing where several flushes write at once', async ({ store, newService }) => {
      const services = [await newService(), await newService(), await newService()]
      const flushes = Array.from({ length: 12 }, (_, i) =>
        (i % 2 ? services : services.toReversed()).map(({ id }, k) =>
          telling(id, [family('search <+>', [nameOf(i)]), family(`of ${i} <+>`)], TEN + i + k, `i${i}`, 0),
        ),
      )
      await Promise.all(flushes.map((reports) => store.counters.add(reports, [])))
      for (const { id } of services) {
        const told = await store.families.of(id)
        expect(told).toHaveLength(13)
        const search = told.find(({ template }) => template === 'search <+>')!
        expect(search.exempt.toSorted()).toEqual(flushes.map((_, i) => nameOf(i)).toSorted())
      }
    })
  })
}
