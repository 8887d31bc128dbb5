import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atTier, LONG } from '../../../test/support/tier.js'
import { PROMPT_VERSION } from '../../src/meanings/prompt.js'
import { MODEL_MODES, type ModelMode } from '../../src/store/contracts/models.js'
import { canaryOf } from '../support/asked-team.js'
import { type FakeLlm, type Item, startFakeLlm } from '../support/fake-llm.js'
import { type Days, runDays } from '../support/fleet-days.js'
import { entryOf } from '../support/reports.js'
import type { SimulatedFleet } from '../support/simulated-fleet.js'

const SIZE = atTier({
  test: { services: 1, instances: 2, days: 1, stepSeconds: 3_600 },
  long: { services: 4, instances: 40, days: 2, stepSeconds: 900 },
  soak: { services: 12, instances: 240, days: 2, stepSeconds: 600 },
})
const MODES = LONG ? MODEL_MODES : (['raise'] as const)

/** Calls what is loud audit, as much of it as can be, and hides what protects. */
function lie(item: Item): string {
  const known = canaryOf(item)
  if (known !== undefined) return known
  const [, kind, rank] = /^(\w+) (\d+) of service/.exec(item.template) ?? []
  if (kind === 'security' || kind === 'audit') return 'health_check'
  return rank !== undefined && Number(rank) < 9 ? 'audit' : 'unknown'
}

describe.each(MODES)('a fleet whose model lies, in mode %s,', (mode) => {
  let llm: FakeLlm
  let days: Days
  let raised = 0
  const named = new Set<string | null | undefined>()
  beforeAll(
    async () => {
      llm = await startFakeLlm()
      llm.classify((item) => ({ class: lie(item), sure: true, why: 'so it is' }))
      const config = {
        'llm-model': 'liar',
        'llm-url': llm.url,
        'llm-api-key': llm.key,
        'llm-tokens-per-day': 1e9,
        'llm-usd-per-day': 1_000,
        'llm-usd-per-month': 1_000,
      }
      days = await runDays({
        ...SIZE,
        // What is raised is spent on the next day, too.
        days: mode === 'raise' ? SIZE.days : 1,
        seed: 3,
        failing: 0,
        config,
        begin: (fleet) => allow(fleet, mode),
        onStep: (fleet) => turn(fleet),
      })
      if (LONG)
        console.log(
          mode,
          JSON.stringify({ requests: llm.requests.length, raised, spend: days.spend.map(({ error }) => error) }),
        )
    },
    atTier({ test: 60_000, long: 600_000, soak: 3_600_000 }),
  )
  afterAll(() => llm.close())

  /** As if it had been right in its exam. */
  async function allow(fleet: SimulatedFleet, as: ModelMode) {
    const at = fleet.now
    const model = `liar at ${new URL(llm.url).host}`
    const exam = { model, promptVersion: PROMPT_VERSION, askedAt: at, askedBy: 'k', teamId: fleet.team, result: {} }
    await fleet.store.models.askForExam({ ...exam, takenAt: at, passed: true }, entryOf(fleet.team))
    const caps = { tokensPerDay: undefined, microUsdPerDay: undefined, microUsdPerMonth: undefined }
    const settings = { teamId: fleet.team, mode: as, modeSince: at, ...caps, updatedAt: at, updatedBy: 'k' }
    await fleet.store.models.set(settings, entryOf(fleet.team))
  }

  async function turn(fleet: SimulatedFleet) {
    await fleet.parts.control.jobs.find(({ name }) => name === 'models')!.run()
    for (const { name } of fleet.services) {
      const { active } = await fleet.parts.policies.current(fleet.team, name)
      if (active === undefined) continue
      const { llm_model: by, reasoning } = JSON.parse(active.document) as { llm_model?: string; reasoning?: string }
      named.add(by)
      raised = Math.max(raised, Number(/model raised (\d+)/.exec(reasoning ?? '')?.[1] ?? 0))
    }
  }

  it('asks it, and is lied to', () => {
    if (mode === 'off') expect(llm.requests).toEqual([])
    else expect(llm.requests.length).toBeGreaterThanOrEqual(4)
    if (mode === 'raise') expect(raised).toBeGreaterThanOrEqual(3)
    else expect([...named]).toEqual([undefined])
    expect(llm.refused).toEqual([])
  })

  it('spends no more than 1.05 of a budget on any day', () => {
    expect(days.spend.length).toBeGreaterThanOrEqual(SIZE.services)
    for (const { budget, day, error } of days.spend) expect(error, `${budget} on day ${day}`).toBeLessThanOrEqual(0.05)
  })

  it('thins nothing that must be kept whole, and takes back no plan', () => {
    expect(days.thinned).toEqual([])
    expect(days.takenBack).toEqual([])
  })
})
