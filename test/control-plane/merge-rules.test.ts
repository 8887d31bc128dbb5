import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'
import { type FakeLipService, startFakeLipService } from '../../src/testing.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

vi.mock('../../src/signature/merge-rules.js', { spy: true })

const RULES = { merge_rules: [{ template: 'user <+> logged in' }], merge_rules_version: 3 }
/** Polled so often that one window of `first` and `novel` lasts for the whole of a test. */
const WINDOW = { keep_first: { count: 5, per_seconds: 60 }, refresh_seconds: 1 }
const NAMES = ['ann', 'bob', 'cyd', 'dan', 'eve']
const MERGED = signatureOf('user 1 logged in')
const singles = NAMES.map((name) => signatureOf(`user ${name} logged in`).id)

describe('a policy with merge rules', () => {
  let lipservice: FakeLipService
  let test: LoggingUnderTest

  beforeEach(async () => {
    vi.mocked(applyMergeRules).mockClear()
    lipservice = await startFakeLipService({ policy: { version: 0, ...WINDOW } })
    test = await startUnderTest({ lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey })
    await inForce(0)
  })
  afterEach(async () => {
    await test.close()
    await lipservice.close()
  })

  const inForce = async (version: number) => {
    while (test.logging.policy().version !== version) await new Promise((resolve) => setImmediate(resolve))
  }
  /** Serves a policy from the next poll on, and waits until it is in force. */
  const serve = async (policy: { version: number; [field: string]: unknown }) => {
    lipservice.setPolicy({ ...WINDOW, ...policy })
    await test.clock.advanceAsync(1_300)
    await inForce(policy.version)
  }
  const log = (rounds: number) =>
    Array.from({ length: rounds }, () =>
      NAMES.map((name) => test.logging.sample({ severityNumber: 9, body: `user ${name} logged in` })),
    ).flat()
  const ids = (decisions: readonly { signature: string }[]) => [...new Set(decisions.map(({ signature }) => signature))]
  const patterns = () => test.logging.stats().patterns.map(({ template, seen }) => [template, seen])
  const report = async () => {
    const sent = lipservice.reports.length
    await test.logging.forceFlush()
    return lipservice.reports.slice(sent)
  }

  it('gives all messages that they merge one signature, with all that was counted', async () => {
    expect(ids(log(20))).toEqual(singles)
    await serve({ version: 1, ...RULES })
    expect(ids(log(20))).toEqual([MERGED.id])
    expect(patterns()).toEqual([[MERGED.template, 200]])
    expect(test.logging.stats()).toMatchObject({ seen: 200 })
  })

  it('knows the merged pattern: what its parts have seen is no news', async () => {
    expect(log(1).map(({ reason }) => reason)).toEqual(NAMES.map(() => 'first'))
    await serve({ version: 1, ...RULES })
    expect(log(1).map(({ reason }) => reason)).toEqual(NAMES.map(() => 'adaptive'))
  })

  it('is obeyed in the rate of a merged pattern', async () => {
    await serve({ version: 1, ...RULES, pattern_rates: { [MERGED.id]: 0.001, [singles[0]!]: 1 } })
    await test.clock.advanceAsync(180_000)
    const decisions = log(2_000)
    expect(decisions.filter(({ keep }) => keep).length).toBeLessThan(40)
    expect(decisions.at(-1)).toMatchObject({ probability: 0.001 })
  })

  it('shows in reports: the version of its rules, and each record once', async () => {
    log(3)
    const before = await report()
    log(4)
    await serve({ version: 1, ...RULES })
    log(5)
    const after = await report()
    const all = lipservice.reports.flatMap(({ patterns }) => patterns)
    expect(before).toMatchObject([{ merge_rules_version: 0, total_logs: 15, unique_patterns: 5 }])
    expect(after.at(-1)).toMatchObject({
      merge_rules_version: 3,
      patterns: [{ signature: MERGED.id, template: MERGED.template }],
    })
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(60)
    expect(lipservice.problems).toEqual([])
  })

  it('takes a report back that was under way when the rules came', async () => {
    lipservice.answer(({ method }) => (method === 'POST' ? { misbehave: 'reset' } : undefined))
    log(3)
    await test.logging.forceFlush({ timeoutMillis: 500 })
    await serve({ version: 1, ...RULES })
    lipservice.answer(({ method }) => (method === 'POST' ? { status: 400 } : undefined))
    await test.logging.forceFlush({ timeoutMillis: 500 })
    lipservice.answer(undefined)
    log(1)
    expect(await report()).toMatchObject([
      { merge_rules_version: 3, patterns: [{ signature: MERGED.id, count: 20, severity_distribution: { INFO: 20 } }] },
    ])
  })

  it('ends with a policy that has none', async () => {
    await serve({ version: 1, ...RULES })
    log(2)
    await serve({ version: 2 })
    expect(ids(log(2))).toEqual(singles)
    expect(patterns()).toEqual([[MERGED.template, 10], ...NAMES.map((name) => [`user ${name} logged in`, 2])])
    expect((await report()).at(-1)).toMatchObject({ merge_rules_version: 0 })
  })

  it('keeps its rules in force when it expires', async () => {
    await serve({ version: 1, ...RULES, expires_at: new Date(test.clock.now() + 300_000).toISOString() })
    lipservice.answer(() => ({ status: 503 }))
    await test.clock.advanceAsync(301_000)
    expect(test.logging.policy()).toMatchObject({ source: 'local', version: undefined })
    expect(ids(log(2))).toEqual([MERGED.id])
    lipservice.answer(undefined)
    expect((await report()).at(-1)).toMatchObject({ merge_rules_version: 3 })
  })

  it('regroups only when the rules are others', async () => {
    await serve({ version: 1, ...RULES })
    await serve({ version: 2, ...RULES, merge_rules_version: 4 })
    await serve({ version: 3, ...RULES, merge_rules_version: 4, global_rate: 0.5 })
    expect(applyMergeRules).toHaveBeenCalledTimes(1)
    log(1)
    expect((await report()).at(-1)).toMatchObject({ merge_rules_version: 4, policy_version: 3 })
    await serve({ version: 4, merge_rules: [{ template: 'user ann <+> in' }], merge_rules_version: 5 })
    expect(applyMergeRules).toHaveBeenCalledTimes(2)
  })
})
