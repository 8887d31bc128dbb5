import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { splitOutcome } from '../../src/signature/outcome.js'
import { type FakeLipService, startFakeLipService } from '../../src/testing.js'
import type { AdapterUnderTest, WrappedLogger } from './adapter-under-test.js'
import { type LoggingUnderTest, startUnderTest } from './logging-under-test.js'
import { OUTCOME_KINDS, PRINTED_LINES } from './outcome-kinds.js'

/** Of each pattern, `first` and `novel` keep as many, whatever a policy says. */
const FLOOR = 5
const COUNT = 20

/** What is decided of failures and of printed levels, by every adapter alike, under a policy that keeps nothing. */
export function describeOutcomes({ name, start, skips = {} }: AdapterUnderTest): void {
  describe(`under a policy that keeps nothing, by the ${name} adapter`, () => {
    let lipservice: FakeLipService
    let test: LoggingUnderTest
    let logger: WrappedLogger
    beforeEach(async () => {
      lipservice = await startFakeLipService({ policy: { version: 1, global_rate: 0 } })
      test = await startUnderTest({ lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey })
      while (test.logging.policy().version !== 1) await new Promise((resolve) => setImmediate(resolve))
      logger = start(test, false)
    })
    afterEach(async () => {
      logger.restore?.()
      await test.close()
      await lipservice.close()
    })

    it.each(OUTCOME_KINDS)('$name', async ({ message, fields, outcome }) => {
      const failed = outcome === '<5xx>' || outcome === '<failed>'
      for (let i = 0; i < COUNT; i++) {
        if (fields === undefined) logger.log('info', message)
        else logger.fields('info', message, fields)
      }
      const { patterns, dropped, keptByReason } = test.logging.stats()
      expect(patterns).toMatchObject([{ seen: COUNT }])
      const { base, outcome: signed } = splitOutcome(patterns[0]!.template)
      expect(message).toContain(base.split(' ')[0])
      expect(signed).toBe(outcome)
      expect(keptByReason.first + keptByReason.novel).toBe(FLOOR)
      expect(keptByReason.failed).toBe(failed ? COUNT - FLOOR : 0)
      // A draw falls slowly: at first it keeps a tenth, so that of what is beyond the floor it may keep two.
      if (failed) expect(dropped.adaptive).toBe(0)
      else expect(dropped.adaptive).toBeGreaterThanOrEqual(COUNT - FLOOR - 2)
      const records = await test.arrived()
      expect(records).toHaveLength(COUNT - dropped.adaptive)
      const failures = records.filter(({ attributes }) => attributes['lipservice.reason'] === 'failed')
      expect(failures).toHaveLength(keptByReason.failed)
      for (const { severityNumber, attributes } of failures) {
        expect(severityNumber).toBe(9)
        expect(attributes['lipservice.weight']).toBe(1)
      }
    })

    const withFormats = skips.format === undefined ? it : it.skip
    withFormats('an access line made of a format string', () => {
      for (let i = 0; i < COUNT; i++) logger.format!('info', '%s %s %d %d ms', 'GET', `/orders/${i}`, 500, i)
      const { patterns, keptByReason } = test.logging.stats()
      expect(patterns).toMatchObject([{ seen: COUNT, template: expect.stringMatching(/ <5xx>$/) }])
      expect(keptByReason.failed).toBe(COUNT - FLOOR)
    })

    it.each(PRINTED_LINES)(
      'the level of %s counts where the call says none, and only there',
      async (line, severity) => {
        const { unleveled } = logger
        for (let i = 0; i < COUNT; i++) unleveled === undefined ? logger.log('info', line) : unleveled(line)
        const { keptByReason, seen } = test.logging.stats()
        const expected = unleveled === undefined ? 9 : severity
        expect(seen).toBe(COUNT)
        expect(keptByReason.error).toBe(expected >= 17 ? COUNT : 0)
        const records = await test.arrived()
        expect(new Set(records.map(({ severityNumber }) => severityNumber))).toEqual(new Set([expected]))
      },
    )
  })
}
