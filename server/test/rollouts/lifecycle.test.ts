import type { Policy } from 'lipservice/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { createIncidentSwitch } from '../../src/policies/incident-switch.js'
import { judgeShadow } from '../../src/rollouts/judge-shadow.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { entryOf } from '../support/reports.js'
import { SimulatedFleet } from '../support/simulated-fleet.js'

const START = Date.UTC(2026, 10, 23, 10) / 1000
const MINUTE = 60
const SERVICE = 'service-0'
const CONFIG = {
  'history-seconds': 1_200,
  'shadow-seconds': 600,
  'canary-seconds': 600,
  'watch-seconds': 3_600,
  'revise-seconds': 600,
  'refresh-seconds': 30,
}

describe('the way of a policy', () => {
  let fleet: SimulatedFleet
  let minutes = 0
  beforeEach(async () => {
    minutes = 0
    const options = { services: 1, instances: 6, patterns: 12, stepSeconds: MINUTE, start: START, seed: 3 }
    fleet = await SimulatedFleet.create({ ...options, config: CONFIG })
  })
  const shop = () => fleet.services[0]!
  const current = () => fleet.parts.policies.current(fleet.team, SERVICE)
  const policyOf = (stored: StoredPolicy | undefined) => JSON.parse(stored!.document) as Policy
  const setBudget = (part = 0.2) =>
    fleet.setBudget({ service: SERVICE, unit: 'gb_per_day', amount: (fleet.demandPerDay(shop()) * part) / 1e9 })

  async function run(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await fleet.step()
    minutes += count
  }

  async function until(isSo: () => Promise<boolean>, limit = 120): Promise<void> {
    for (let i = 0; i < limit; i++) {
      if (await isSo()) return
      await run(1)
    }
    throw new Error(`not within ${limit} minutes: ${isSo}`)
  }
  /** A plan may be adjusted in the turn in which it came into force. */
  const untilActive = (kind: 'plan' | 'revert') =>
    until(async () => {
      const { active } = await current()
      return active?.kind === kind || (kind === 'plan' && active?.kind === 'adjustment')
    })
  const untilStage = (stage: string) => until(async () => (await current()).candidate?.stage === stage)
  const stagesOf = async (version: number) =>
    (await fleet.store.audit.list(fleet.team, SERVICE, 1_000))
      .filter(({ detail }) => (detail as { version?: number }).version === version)
      .map(({ action }) => action)
      .toReversed()

  it('begins with none: a service without enough history gets no policy', async () => {
    await setBudget()
    await run(15)
    expect((await current()).newest).toBe(0)
    await untilStage('shadow')
    expect(minutes).toBeGreaterThan(15)
  })

  it('goes over draft, shadow and canary, and says why it is what it is', async () => {
    await setBudget()
    await untilActive('plan')
    expect(await stagesOf(1)).toEqual(['policy.draft', 'policy.shadow', 'policy.canary', 'policy.active'])
    const { stages } = (await fleet.parts.policies.find(fleet.team, SERVICE, 1))!
    expect(stages.map(({ stage }) => stage)).toEqual(['draft', 'shadow', 'canary', 'active'])
    expect(stages.map(({ reason }) => reason)).toEqual([
      'a budget applies to it',
      expect.stringMatching(/^replayed over \d+ hours of history$/),
      'what came in meanwhile was as expected',
      'it keeps what was planned, and errors are as elsewhere',
    ])
    expect(stages.map(({ at }) => at)).toEqual(stages.map(({ at }) => at).toSorted((a, b) => a - b))
    const { active } = await current()
    expect(policyOf(active).reasoning).toMatch(
      /^With [\d.]+ GB a day as the budget and .* spent today, .* may be kept now, by 6 instances\./,
    )
    expect(JSON.parse(active!.forecast!)).toMatchObject({ instances: 6, replay: { misses: 0 } })
  })

  it('is tried on one instance in twenty, at least one, and never on all', async () => {
    await setBudget()
    await untilStage('canary')
    await run(1)
    const served = await Promise.all(
      shop().instances.map(({ id }) => fleet.parts.policies.servedTo(fleet.team, SERVICE, id)),
    )
    expect(served.filter((policy) => policy !== undefined)).toHaveLength(1)
  })

  it('shows what its verdict is made of while it is tried', async () => {
    const desk = fleet.parts.control.rolloutDesk
    await setBudget()
    expect(await desk.canary(fleet.team, SERVICE)).toBeUndefined()
    await untilStage('canary')
    await run(5)
    const figures = (await desk.canary(fleet.team, SERVICE))!
    expect(figures.instances).toEqual({ all: 6, trying: 1 })
    expect(figures.share).toBe((await current()).candidate!.canaryShare)
    expect(figures.records.others).toBeGreaterThan(2 * figures.records.trying)
    expect(figures.errors.trying).toBeLessThan(0.05)
    expect(figures.errors.others).toBeLessThan(0.05)
    expect(figures.spend.kept).toBeGreaterThan(0)
    expect(figures.spend.kept).toBeLessThan(1.25 * figures.spend.planned)
  })

  it('is judged by what was planned, not by the factor that makes instances that differ spend it', async () => {
    await setBudget()
    await untilActive('plan')
    await run(20)
    const { active } = await current()
    const service = (await fleet.store.services.get(fleet.team, SERVICE))!
    const { budget, ...rest } = policyOf(active)
    const judged = (gain: number, said: number) => {
      const document = JSON.stringify({ ...rest, budget: { bytes_per_second: budget!.bytes_per_second * gain } })
      const forecast = JSON.stringify({ ...JSON.parse(active!.forecast!), gain: said })
      const policy = { ...active!, document, forecast, stageAt: fleet.now - 15 * MINUTE }
      return judgeShadow(fleet.store, service, policy, 6, fleet.now - MINUTE)
    }
    for (const gain of [0.5, 1, 1.5, 3]) expect(await judged(gain, gain)).toBeUndefined()
    expect(await judged(1.5, 1)).toMatch(/it keeps 1\d\d % of the bytes that were planned/)
  })

  it('is cut short by the word of a person, which is in the audit, unless it thins what a person fixed', async () => {
    const desk = fleet.parts.control.rolloutDesk
    const [pattern] = shop().patterns
    const lock = {
      teamId: fleet.team,
      service: SERVICE,
      signature: pattern!.signature,
      check: '',
      kind: 'lock',
      rate: 0.9,
      reason: 'mine',
      createdAt: fleet.now,
      createdBy: 'k',
      expiresAt: undefined,
    } as const
    await setBudget(0.05)
    await untilStage('shadow')
    expect(await desk.promote(fleet.team, SERVICE, 2, 'k', 'why')).toBeUndefined()
    expect(await desk.promote(fleet.team, 'no such service', 1, 'k', 'why')).toBeUndefined()
    await fleet.store.overrides.set(lock, entryOf(fleet.team))
    expect(await desk.promote(fleet.team, SERVICE, 1, 'k', 'no time')).toEqual({
      kind: 'refused',
      problem: `it thins patterns that a person locked, exempted or labelled: ${pattern!.signature}`,
    })
    expect((await current()).candidate).toMatchObject({ version: 1, stage: 'shadow' })
    await fleet.store.overrides.remove(lock, entryOf(fleet.team))
    expect(await desk.promote(fleet.team, SERVICE, 1, 'k', 'no time')).toMatchObject({ kind: 'put' })
    const { active } = await current()
    expect(active).toMatchObject({ version: 1, stage: 'active', stageReason: 'no time' })
    const [entry] = await fleet.store.audit.list(fleet.team, SERVICE, 1)
    expect(entry).toMatchObject({ actor: 'k', action: 'policy.active', reason: 'no time', detail: { from: 'shadow' } })
    expect(await desk.promote(fleet.team, SERVICE, 1, 'k', 'again')).toBeUndefined()
  })

  it('can be looked at before: a draft and a budget are replayed, and nothing is stored', async () => {
    await run(130)
    const before = (await fleet.store.audit.list(fleet.team, undefined, 1_000)).length
    const desk = fleet.parts.control.rolloutDesk
    const preview = (request: Parameters<typeof desk.preview>[2]) => desk.preview(fleet.team, SERVICE, request)
    const guarded = shop().patterns.find(({ class: kind }) => kind === 'security')!
    const bad = await preview({ kind: 'document', document: { pattern_rates: { [guarded.signature]: 0.01 } } })
    expect(bad).toMatchObject({ kind: 'replayed', replay: { problem: expect.stringContaining(guarded.signature) } })
    expect(await preview({ kind: 'document', document: { global_rate: 7 } })).toMatchObject({ kind: 'refused' })
    const amount = (fleet.demandPerDay(shop()) * 0.2) / 1e9
    const answer = (await preview({ kind: 'budget', unit: 'gb_per_day', amount }))!
    if (answer.kind !== 'replayed') throw new Error(answer.problem)
    expect(answer.replay.problem).toBeUndefined()
    expect(answer.replay.hours).toBeGreaterThan(0)
    expect(answer.replay.keptBytesPerDay).toBeLessThan(0.5 * answer.replay.bytesPerDay)
    expect(Math.abs(answer.replay.budgetError!)).toBeLessThan(0.3)
    expect(answer.forecast).toMatchObject({ unit: 'bytes', instances: 6 })
    expect(await desk.preview(fleet.team, 'no such service', { kind: 'document', document: {} })).toBeUndefined()
    expect((await fleet.store.audit.list(fleet.team, undefined, 1_000)).length).toBe(before)
    expect(await fleet.versionsOf(SERVICE)).toEqual([])
  })

  it('ends where errors surge on those that try it: what was before is in force again, under a new version', async () => {
    await setBudget()
    await untilStage('canary')
    await run(2)
    const { candidate } = await current()
    const trying = new Set<string>()
    for (const { id } of shop().instances)
      if ((await fleet.parts.policies.servedTo(fleet.team, SERVICE, id)) !== undefined) trying.add(id)
    shop().failing = trying
    await untilActive('revert')
    const { active } = await current()
    expect(active!.version).toBeGreaterThan(candidate!.version)
    expect(policyOf(active).reasoning).toMatch(/was taken back: .* of its records are errors/)
    expect(policyOf(active).budget).toBeUndefined()
  })

  it('ends where those that try it keep far more than was planned', async () => {
    await setBudget()
    shop().keeps = 2
    await untilActive('revert')
    const [rejected] = (await fleet.versionsOf(SERVICE)).filter(({ stage }) => stage === 'rejected')
    expect(rejected!.stageReason).toMatch(/it keeps \d+ % of the bytes that were planned/)
  })

  it('is taken back where errors surge after it came into force, with what has been adjusted since', async () => {
    await setBudget()
    await untilActive('plan')
    const version = 1
    shop().errorTimes = 60
    await untilActive('revert')
    expect((await fleet.parts.policies.find(fleet.team, SERVICE, version))!.stage).toBe('reverted')
    expect(policyOf((await current()).active).budget).toBeUndefined()
  })

  it('is taken back where far less is kept than it says', async () => {
    await setBudget()
    await untilActive('plan')
    shop().keeps = 0.5
    await untilActive('revert')
    expect((await fleet.parts.policies.find(fleet.team, SERVICE, 1))!.stageReason).toMatch(
      /it keeps \d+ % of the bytes, of which it should keep \d+ %/,
    )
  })

  it('is not tried again for hours, unless the budget is set anew', async () => {
    await setBudget()
    shop().keeps = 2
    await untilActive('revert')
    shop().keeps = 1
    await run(60)
    expect((await current()).active!.kind).toBe('revert')
    await setBudget(0.25)
    await untilStage('shadow')
  })

  it('stops where a person put another in force, and goes on when the budget is set anew', async () => {
    await setBudget()
    await untilActive('plan')
    await fleet.parts.policies.add(
      fleet.team,
      SERVICE,
      { global_rate: 0.5 },
      { kind: 'operator', stage: 'active', by: 'k', reason: 'my way' },
    )
    await run(60)
    expect((await current()).active!.kind).toBe('operator')
    await setBudget(0.25)
    await untilActive('plan')
  })

  it('holds what a person fixed: a lock keeps its rate, an exemption keeps everything', async () => {
    await setBudget(0.05)
    await untilActive('plan')
    const [first, second] = shop().patterns.filter(({ class: kind }) => kind === 'unknown')
    const base = {
      teamId: fleet.team,
      service: SERVICE,
      check: '',
      reason: 'mine',
      createdAt: fleet.now,
      createdBy: 'k',
      expiresAt: undefined,
    }
    const entry = entryOf(fleet.team)
    await fleet.store.overrides.set({ ...base, signature: first!.signature, kind: 'lock', rate: 0.77 }, entry)
    await fleet.store.overrides.set({ ...base, signature: second!.signature, kind: 'exemption', rate: 1 }, entry)
    const guarded = shop().patterns.find(({ class: kind }) => kind === 'security')!
    expect(policyOf((await current()).active).keep_patterns).toContain(guarded.signature)
    await fleet.store.overrides.set({ ...base, signature: guarded.signature, kind: 'lock', rate: 0.5 }, entry)
    await run(1)
    const { active } = await current()
    expect(active!.stageReason).toMatch(/more patterns are kept whole|a person fixed a rate/)
    const policy = policyOf(active)
    expect(policy.keep_patterns).not.toContain(guarded.signature)
    expect(policy.pattern_rates).toMatchObject({ [first!.signature]: 0.77, [guarded.signature]: 0.5 })
    expect(policy.keep_patterns).toContain(second!.signature)
    expect(policy.pattern_rates).not.toHaveProperty(second!.signature)
  })

  it('of a person goes the same way, and ends in its replay where it thins what is protected', async () => {
    await run(70)
    const guarded = shop().patterns.find(({ class: kind }) => kind === 'security')!
    const submit = (document: object) => fleet.parts.control.submitDraft(fleet.team, SERVICE, document, 'k', 'mine')
    const bad = await submit({ pattern_rates: { [guarded.signature]: 0.01 } })
    expect(bad).toMatchObject({ kind: 'put', policy: { stage: 'rejected' } })
    expect(bad!.kind === 'put' && bad!.policy.stageReason).toContain(
      `it thins protected patterns: ${guarded.signature}`,
    )
    const good = await submit({
      keep_patterns: shop()
        .patterns.filter(({ class: kind }) => kind === 'security' || kind === 'audit')
        .map(({ signature }) => signature),
      global_rate: 0.5,
    })
    expect(good).toMatchObject({ kind: 'put', policy: { stage: 'shadow' } })
    await until(async () => (await current()).active?.version === 2)
    expect(await stagesOf(2)).toEqual(['policy.draft', 'policy.shadow', 'policy.canary', 'policy.active'])
  })

  it('of a person may thin what words alone would keep whole beyond their bound', async () => {
    await run(70)
    const { patterns } = shop()
    shop().patterns = patterns.map((one) => (one.class === 'security' ? { ...one, perMinute: 20_000 } : one))
    await run(70)
    const document = {
      keep_patterns: patterns.filter(({ class: kind }) => kind === 'audit').map(({ signature }) => signature),
      global_rate: 0.5,
    }
    const answer = await fleet.parts.control.submitDraft(fleet.team, SERVICE, document, 'k', 'mine')
    expect(answer).toMatchObject({ kind: 'put', policy: { stage: 'shadow' } })
  })

  it('lies under the incident switch, and comes back by itself', async () => {
    await setBudget(0.1)
    await untilActive('plan')
    await run(5)
    const incident = createIncidentSwitch(fleet.parts.policies, () => fleet.now * 1_000)
    await incident.on(fleet.team, SERVICE, 20, 'k', 'who pays twice?')
    const { active } = await current()
    expect(Date.parse(policyOf(active).incident_until!)).toBe((fleet.now + 20 * MINUTE) * 1_000)
    expect(policyOf(active).budget).toBeDefined()
    await run(15)
    expect(Date.parse(policyOf((await current()).active).incident_until!)).toBeGreaterThan(fleet.now * 1_000)
    await incident.off(fleet.team, SERVICE, 'k', 'found it')
    expect(policyOf((await current()).active).incident_until ?? null).toBeNull()
    await until(async () => (await current()).active?.kind === 'adjustment', 240)
  })

  it('waits while a flag of PostHog has all kept, which says nothing of it, and is judged by what comes after that', async () => {
    const { posthog } = fleet.store
    const keys = { keys: 'environment', personalKey: undefined, projectKey: undefined } as const
    const place = {
      teamId: fleet.team,
      host: 'eu',
      ingestHost: '',
      project: '1',
      ...keys,
      updatedAt: START,
      updatedBy: 'k',
    }
    await posthog.set(place, [], entryOf(fleet.team))
    const say = (mode: 'off' | 'active') =>
      posthog.setToggle(fleet.team, 1, { mode, services: new Map(), since: START + minutes * MINUTE }, [])
    await setBudget()
    await untilStage('canary')
    await say('off')
    await run(40)
    expect((await current()).candidate?.stage).toBe('canary')
    const served = await fleet.parts.policies.servedTo(fleet.team, SERVICE, undefined)
    expect(JSON.parse(served!.body)).toMatchObject({ version: 0, mode: 'off' })
    await say('active')
    await run(5)
    expect((await current()).candidate?.stage).toBe('canary')
    await untilActive('plan')
    expect(await stagesOf(1)).toEqual(['policy.draft', 'policy.shadow', 'policy.canary', 'policy.active'])
  })

  it('ends with the budget: then every SDK adapts by itself', async () => {
    await setBudget()
    await untilActive('plan')
    await fleet.store.budgets.remove(fleet.team, SERVICE, entryOf(fleet.team))
    await run(1)
    const { active } = await current()
    expect(policyOf(active)).toMatchObject({ generated_by: 'allocator', reasoning: expect.stringMatching(/No budget/) })
    expect(policyOf(active).budget).toBeUndefined()
    await run(30)
    expect((await current()).active!.version).toBe(active!.version)
  })
})
