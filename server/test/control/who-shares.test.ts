import type { Policy } from 'lipservice/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { SimulatedFleet } from '../support/simulated-fleet.js'
import { knownPatternOf } from '../support/simulated-service.js'

const START = Date.UTC(2026, 10, 23, 10) / 1000
const CONFIG = {
  'history-seconds': 1_200,
  'shadow-seconds': 600,
  'canary-seconds': 600,
  'watch-seconds': 600,
  'revise-seconds': 600,
  'refresh-seconds': 30,
}

describe('a budget in a fleet', () => {
  let fleet: SimulatedFleet
  const create = async (services: number, instances: number) => {
    const options = { services, instances, patterns: 12, stepSeconds: 60, start: START, seed: 5 }
    fleet = await SimulatedFleet.create({ ...options, config: CONFIG })
  }
  const run = async (minutes: number) => {
    for (let i = 0; i < minutes; i++) await fleet.step()
  }
  const active = async (service = 'service-0') => {
    const { active: stored } = await fleet.parts.policies.current(fleet.team, service)
    return JSON.parse(stored!.document) as Policy
  }

  /** Each reports once, and is not heard of again. */
  async function reportOnce(count: number, name = 'once'): Promise<void> {
    const [service] = fleet.services
    const serviceId = (await fleet.store.services.find(fleet.team, service!.name))!
    const pattern = knownPatternOf(serviceId, service!.patterns[0]!, fleet.now)
    for (let i = 0; i < count; i++) {
      fleet.parts.pending.add({
        serviceId,
        instanceId: `${name}-${i}`,
        sequence: 0,
        at: fleet.now,
        receivedAt: fleet.now,
        from: fleet.now,
        seconds: 60,
        sdk: 'simulated',
        serviceVersion: undefined,
        policyVersion: undefined,
        mode: 'active',
        patterns: [pattern],
        counts: Float64Array.from([10, 10, 2_000, 2_000, 0]),
        keptByReason: undefined,
        droppedByReason: undefined,
        overheadBytes: 0,
      })
    }
    await fleet.parts.pending.flush()
  }

  describe('of one service', () => {
    beforeEach(async () => {
      await create(1, 2)
      const amount = (fleet.demandPerDay(fleet.services[0]!) * 0.2) / 1e9
      await fleet.setBudget({ service: 'service-0', unit: 'gb_per_day', amount })
      await run(75)
    })

    it('stays with the living, at 95 % or more, while 400 others report once', async () => {
      const { budget: before } = await active()
      const shares: number[] = []
      for (let minute = 0; minute < 8; minute++) {
        if (minute === 1) await reportOnce(400)
        await run(1)
        shares.push((await active()).budget!.bytes_per_second / before!.bytes_per_second)
      }
      // The pace of the day moves by itself, by less than this in eight minutes.
      for (const share of shares) expect(share).toBeGreaterThan(0.95)
    })

    it('stays with the living while another one crashes and starts anew every ten seconds', async () => {
      const { budget: before } = await active()
      for (let minute = 0; minute < 30; minute++) {
        await reportOnce(6, `crash-${minute}`)
        await run(1)
      }
      // The hour of the day moves the pace; a part for each that crashed would be a fourth of this.
      expect((await active()).budget!.bytes_per_second / before!.bytes_per_second).toBeGreaterThan(0.9)
      expect((await active()).reasoning).toMatch(/by 2 instances\./)
    })

    it('is divided anew within three reports when half of the instances end', async () => {
      const { budget: before } = await active()
      fleet.services[0]!.scaleTo(1)
      await run(4)
      expect((await active()).budget!.bytes_per_second / before!.bytes_per_second).toBeGreaterThan(1.6)
      expect((await active()).reasoning).toMatch(/by 1 instance\./)
    })
  })

  it('of the team that services of their own take whole leaves nothing, which is said, and is no reason for versions', async () => {
    await create(2, 4)
    const gigabytes = fleet.demandPerDay(fleet.services[0]!) / 1e9
    await fleet.setBudget({ service: 'service-0', unit: 'gb_per_day', amount: gigabytes })
    await fleet.setBudget({ service: '', unit: 'gb_per_day', amount: gigabytes / 2 })
    await run(180)
    const { reasoning, budget } = await active('service-1')
    expect(budget).toEqual({ bytes_per_second: 0 })
    expect(reasoning).toContain("The budgets that services have of their own take all of the team's")
    expect((await fleet.versionsOf('service-1')).length).toBeLessThan(10)
  })
})
