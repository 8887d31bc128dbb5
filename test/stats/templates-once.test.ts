import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StatsReport } from '../../src/protocol.js'
import { OTHER_SIGNATURE } from '../../src/stats/evicted-patterns.js'
import { wordOf } from '../sampling/traffic.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const log = (sampling: ReturnType<typeof samplingUnderTest>, words: readonly number[]) => {
  for (const word of words) sampling.pipeline.sample({ severityNumber: 9, body: `the ${wordOf(word)} was seen` })
}
const templates = (report: StatsReport | undefined) => report?.patterns.map(({ template }) => template)

describe('the template of a pattern', () => {
  it('is in every report for a server that does not say that it keeps templates', () => {
    const sampling = samplingUnderTest()
    for (const receipt of [{}, { templates_once: false }, { policy_version: 3 }]) {
      log(sampling, [1, 2])
      expect(templates(sampling.ledger.take())).toEqual([`the ${wordOf(1)} was seen`, `the ${wordOf(2)} was seen`])
      sampling.ledger.heed(receipt)
    }
  })

  it('is in the first report alone for one that does, until it no longer says so', () => {
    const sampling = samplingUnderTest()
    const next = (receipt: object) => {
      log(sampling, [1])
      const [template] = templates(sampling.ledger.take())!
      sampling.ledger.heed(receipt)
      return template !== undefined
    }
    const once = { templates_once: true }
    expect([next(once), next(once), next({}), next(once), next(once)]).toEqual([true, false, false, true, false])
  })

  it('is told again when the server asks for all, or for its id', () => {
    const sampling = samplingUnderTest()
    log(sampling, [1, 2, 3])
    const ids = sampling.ledger.take()!.patterns.map(({ signature }) => signature)
    const told = (receipt: object) => {
      sampling.ledger.heed({ templates_once: true, ...receipt })
      log(sampling, [1, 2, 3])
      return templates(sampling.ledger.take())!.map((template) => template !== undefined)
    }
    expect(told({})).toEqual([false, false, false])
    expect(told({ templates_wanted_of: [ids[1]!, 'f'.repeat(16)] })).toEqual([false, true, false])
    expect(told({})).toEqual([false, false, false])
    expect(told({ templates_wanted: true })).toEqual([true, true, true])
  })

  it('is known to the server for every pattern of a report that it accepted, whatever was refused or did not fit before', () => {
    let left = 0
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(30), { maxLength: 40 }), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.constantFrom('accepted', 'accepted', 'refused', 'evicted')),
        fc.infiniteStream(fc.constantFrom(1_500, 3_000, 100_000)),
        fc.constantFrom(8, 100),
        (batches, answers, sizes, patterns) => {
          const sampling = samplingUnderTest({}, { patterns })
          const known = new Map<string, string>()
          for (const batch of batches) {
            log(sampling, batch)
            do {
              const report = sampling.ledger.take(sizes.next().value)
              if (report === undefined) break
              const answer = answers.next().value
              if (answer === 'refused') {
                sampling.ledger.putBack(report)
                break
              }
              for (const { signature, check, template } of report.patterns) {
                if (signature === OTHER_SIGNATURE) continue
                const key = `${signature}${check}`
                if (template !== undefined) known.set(key, template)
                else left++
                expect(known.has(key)).toBe(true)
              }
              if (answer === 'evicted') known.clear()
              sampling.ledger.heed({ templates_once: true, templates_wanted: answer === 'evicted' })
            } while (sampling.ledger.hasMore())
          }
        },
      ),
    )
    expect(left).toBeGreaterThan(100)
  })
})
