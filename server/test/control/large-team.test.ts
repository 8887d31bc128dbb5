import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { createController } from '../../src/control/controller.js'
import { createRateChanges } from '../../src/control/rate-changes.js'
import { createServiceReader } from '../../src/control/service-reader.js'
import { controlSettingsOf } from '../../src/control/settings.js'
import { createLog } from '../../src/log.js'
import type { Rollouts, SubmitInput } from '../../src/rollouts/rollouts.js'
import { SimulatedFleet } from '../support/simulated-fleet.js'

it('is given the same plans, whether the states of its services are held or read again', async () => {
  const options = { services: 3, instances: 6, patterns: 20, stepSeconds: 60, start: Date.UTC(2026, 10, 23, 10) / 1000 }
  const fleet = await SimulatedFleet.create({ ...options, seed: 5, config: { 'history-seconds': 86_400 } })
  await fleet.setBudget({ service: '', unit: 'gb_per_day', amount: fleet.demandPerDay(fleet.services[0]!) / 1e9 })
  await fleet.setBudget({ service: 'service-1', unit: 'records_per_second', amount: 1 })
  for (let minute = 0; minute < 30; minute++) await fleet.step()

  const { store, parts } = fleet
  const settings = controlSettingsOf(readConfig([], { LIPSERVICE_HISTORY_SECONDS: '60' }))
  const now = () => fleet.now * 1000
  async function plansWith(maxHeld: number): Promise<{ plans: SubmitInput[]; reads: number }> {
    const plans: SubmitInput[] = []
    const reader = createServiceReader(store, parts.policies, settings, now)
    let reads = 0
    const counted: typeof reader = {
      ...reader,
      read(...call) {
        reads++
        return reader.read(...call)
      },
    }
    const rollouts: Rollouts = {
      async submit(input) {
        plans.push(input)
        return { kind: 'refused', problem: 'not here' }
      },
      promote: async () => undefined,
      step: async () => {},
    }
    const rateChanges = createRateChanges(store.policies)
    const rest = { store, versions: parts.policies, rateChanges, settings, log: createLog('silent'), now }
    await createController({ ...rest, reader: counted, rollouts }, maxHeld).tick()
    return { plans, reads }
  }
  const held = await plansWith(1_000)
  const readAgain = await plansWith(0)
  expect(held.plans.map(({ service }) => service.name)).toHaveLength(3)
  expect([held.reads, readAgain.reads]).toEqual([3, 6])
  expect(readAgain.plans.map(({ document, forecast }) => ({ document, forecast }))).toEqual(
    held.plans.map(({ document, forecast }) => ({ document, forecast })),
  )
})
