import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeLipService, startFakeLipService } from '../../src/testing.js'
import { wordOf } from '../sampling/traffic.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

let lipservice: FakeLipService
let instances: LoggingUnderTest[]

beforeEach(async () => {
  lipservice = await startFakeLipService({
    policy: { version: 1, refresh_seconds: 1 },
    receipt: { templates_once: true },
  })
  instances = []
})
afterEach(async () => {
  for (const instance of instances) await instance.close()
  await lipservice.close()
})

async function start(): Promise<LoggingUnderTest> {
  const instance = await startUnderTest({ lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey })
  instances.push(instance)
  return instance
}

it('what one instance learns of a flood of words goes up in its report, and comes down to the next in a policy', async () => {
  const log = ({ logging }: LoggingUnderTest, word: string) =>
    logging.sample({ severityNumber: 9, body: `search for ${word} took long` })
  const one = await start()
  for (let i = 0; i < 300; i++) {
    log(one, wordOf(i))
    one.clock.advance(20)
  }
  await one.logging.forceFlush()
  const families = lipservice.reports.flatMap(({ word_families = [] }) => word_families)
  expect(families).toEqual([{ template: 'search for <+> took long', severity: 'INFO' }])
  const merged = log(one, 'neverseen').signature
  await one.logging.forceFlush()
  const last = lipservice.reports.at(-1)!
  // Told once, templates and families alike.
  expect(last.word_families).toBeUndefined()
  expect(last.patterns.find(({ signature }) => signature === merged)).not.toHaveProperty('template')
  await one.close()
  instances = []

  lipservice.setPolicy({ version: 2, refresh_seconds: 1, word_families: families })
  const other = await start()
  while (other.logging.policy().version !== 2) await new Promise((resolve) => setImmediate(resolve))
  expect(log(other, 'neverseen').signature).toBe(merged)
  await other.logging.forceFlush()
  expect(lipservice.reports.at(-1)).toMatchObject({
    policy_version: 2,
    patterns: [{ signature: merged, template: 'search for <*> took long' }],
  })
  expect(lipservice.problems).toEqual([])
})
