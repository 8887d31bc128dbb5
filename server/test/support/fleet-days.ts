import type { Policy } from 'lipservice/protocol'
import type { Config } from '../../src/config.js'
import { SimulatedFleet } from './simulated-fleet.js'
import type { SimulatedService } from './simulated-service.js'

const DAY_SECONDS = 86_400
const DAY_MINUTES = 1_440
const MINUTE = 60
/** 20:00 UTC: by midnight every plan has gone its way. */
const START = Date.UTC(2026, 10, 22, 20) / 1000
const MIDNIGHT = START + 4 * 3_600
const USD_PER_GB = 0.25
const BURST_MINUTES = 20
const SURGE_MINUTES = 90
const SURGE_TIMES = 50

export interface DaysInput {
  readonly services: number
  readonly instances: number
  readonly days: number
  readonly stepSeconds: number
  /** Of each service. Default: 30. */
  readonly patterns?: number
  readonly seed: number
  /** Of the first services, that begin to fail while their plan is new: it must be taken back. */
  readonly failing: number
  readonly onDay?: (day: number) => void
  readonly config?: Partial<Config>
  /** Before the first step, and after each. */
  readonly begin?: (fleet: SimulatedFleet) => Promise<void>
  readonly onStep?: (fleet: SimulatedFleet) => Promise<void>
}

export interface BudgetDay {
  readonly budget: string
  readonly day: number
  /** What was logged that day, over what was planned: below 1 there was not enough to spend. */
  readonly demand: number
  /** Spent over planned, or over all there was where that was less; minus one. */
  readonly error: number
}

/** What some days of a simulated fleet came to. */
export interface Days {
  readonly spend: readonly BudgetDay[]
  /** The most a rate of one pattern was changed in a day. */
  readonly mostRateChanges: number
  /** Versions of one service in one whole day: the mean, and the most. */
  readonly versionsPerServiceDay: number
  readonly mostVersions: number
  /** Why they were made, without the numbers. */
  readonly reasons: Readonly<Record<string, number>>
  /** The service and day that had the most, and why they were made: by hours of the day. */
  readonly worstDay: { readonly service: string; readonly day: number; readonly made: readonly string[] }
  readonly thinned: readonly string[]
  /** Records dropped of security and audit, because they were too much to be kept whole for their words. */
  readonly beyondWords: number
  /** Services of which a plan was rejected or reverted, with why. */
  readonly takenBack: readonly { readonly service: string; readonly why: string }[]
  readonly failing: readonly string[]
  readonly deploys: number
  readonly bursts: number
  readonly instancesStarted: number
  readonly logged: readonly string[]
}

/** Services of every kind of budget, in turn: GB a day, records a second, dollars a month, and a share of the team's. */
export async function runDays(input: DaysInput): Promise<Days> {
  const { days, stepSeconds } = input
  const fleet = await SimulatedFleet.create({
    patterns: 30,
    ...input,
    start: START,
    config: { 'usd-per-gb': USD_PER_GB, ...input.config },
  })
  const planned = await setBudgets(fleet)
  await input.begin?.(fleet)
  const failing = fleet.services.slice(0, input.failing)
  const count = { deploys: 0, bursts: 0 }
  const since = new Map<string, number>()
  for (let day = 0; fleet.now < MIDNIGHT + days * DAY_SECONDS; ) {
    happen(fleet, stepSeconds / MINUTE, count)
    await fail(fleet, failing, since)
    await fleet.step()
    await input.onStep?.(fleet)
    const today = Math.floor((fleet.now - MIDNIGHT) / DAY_SECONDS)
    if (today > day) input.onDay?.(day)
    day = Math.max(day, today)
  }
  return {
    spend: await spendOf(fleet, planned, days, new Set(failing.map(({ name }) => name))),
    ...(await versionsOf(fleet, days)),
    thinned: fleet.thinned,
    beyondWords: fleet.beyondWords,
    failing: failing.map(({ name }) => name),
    ...count,
    instancesStarted: fleet.services.reduce((sum, { started }) => sum + started, 0),
    logged: fleet.logged,
  }
}

interface Planned {
  readonly budget: string
  readonly services: readonly string[]
  readonly unit: 'bytes' | 'records'
  readonly perDay: number
}

/** Between a tenth and four tenths of what is logged. */
async function setBudgets(fleet: SimulatedFleet): Promise<Planned[]> {
  const planned: Planned[] = []
  const shared: SimulatedService[] = []
  const november = 30
  let own = 0
  for (const [i, service] of fleet.services.entries()) {
    const { name } = service
    const perDay = fleet.demandPerDay(service) * (0.1 + 0.3 * fleet.random())
    const meanBytes = fleet.demandPerDay(service) / fleet.recordsPerDay(service)
    const add = (unit: 'bytes' | 'records', amount: number) =>
      planned.push({ budget: name, services: [name], unit, perDay: amount })
    if (i % 4 === 3) {
      shared.push(service)
      continue
    }
    if (i % 4 === 0) {
      await fleet.setBudget({ service: name, unit: 'gb_per_day', amount: perDay / 1e9 })
      add('bytes', perDay)
    } else if (i % 4 === 1) {
      const amount = perDay / meanBytes / DAY_SECONDS
      await fleet.setBudget({ service: name, unit: 'records_per_second', amount })
      add('records', amount * DAY_SECONDS)
    } else {
      await fleet.setBudget({ service: name, unit: 'usd_per_month', amount: (perDay / 1e9) * USD_PER_GB * november })
      add('bytes', perDay)
    }
    own += perDay
  }
  if (shared.length > 0) {
    const perDay = shared.reduce((sum, service) => sum + fleet.demandPerDay(service), 0) * 0.2
    // What the others have is taken from the team's; of records it is known as the server itself has it.
    await fleet.setBudget({ service: '', unit: 'gb_per_day', amount: (perDay + own) / 1e9 })
    planned.push({
      budget: 'the team',
      services: fleet.services.map(({ name }) => name),
      unit: 'bytes',
      perDay: perDay + own,
    })
  }
  return planned
}

function happen(fleet: SimulatedFleet, minutes: number, count: { deploys: number; bursts: number }): void {
  const chance = (perDay: number) => fleet.random() < (perDay * minutes) / DAY_MINUTES
  for (const service of fleet.services) {
    const minute = (fleet.now - START) / MINUTE
    if (chance(1)) {
      service.burst(minute, BURST_MINUTES)
      count.bursts++
    }
    if (chance(0.7)) {
      service.deploy()
      count.deploys++
    }
    if (chance(6)) service.scaleTo(Math.max(2, Math.round(service.usual * (0.6 + 0.8 * fleet.random()))))
  }
}

/** Errors come many times as often for a while, right after a service's first plan is in force. */
async function fail(fleet: SimulatedFleet, failing: readonly SimulatedService[], since: Map<string, number>) {
  for (const service of failing) {
    const { active } = await fleet.parts.policies.current(fleet.team, service.name)
    if ((active?.kind === 'plan' || active?.kind === 'adjustment') && !since.has(service.name))
      since.set(service.name, fleet.now)
    const time = fleet.now - (since.get(service.name) ?? Number.NEGATIVE_INFINITY)
    service.errorTimes = time < SURGE_MINUTES * MINUTE ? SURGE_TIMES : 1
  }
}

async function spendOf(
  fleet: SimulatedFleet,
  planned: readonly Planned[],
  days: number,
  failing: ReadonlySet<string>,
): Promise<BudgetDay[]> {
  const spend: BudgetDay[] = []
  for (const { budget, services, unit, perDay } of planned) {
    for (let day = 0; day < days; day++) {
      // A plan that was taken back leaves a service to itself for hours.
      if (day === 0 && services.some((name) => failing.has(name))) continue
      let [spent, logged] = [0, 0]
      for (const name of services) {
        const sums = await fleet.spentOn(name, MIDNIGHT + day * DAY_SECONDS)
        spent += sums[unit]
        logged += sums.logged[unit]
      }
      spend.push({ budget, day, demand: logged / perDay, error: spent / Math.min(perDay, logged) - 1 })
    }
  }
  return spend
}

async function versionsOf(fleet: SimulatedFleet, days: number) {
  const takenBack: { service: string; why: string }[] = []
  const perDay: number[] = []
  const reasons: Record<string, number> = {}
  let worstDay: Days['worstDay'] = { service: '', day: 0, made: [] }
  let mostRateChanges = 0
  for (const { name } of fleet.services) {
    const changes = new Map<string, number>()
    const versions = Array.from({ length: days }, (): string[] => [])
    let before: Policy['pattern_rates'] = {}
    for (const { stage, kind, stageReason, createdAt, document } of await fleet.versionsOf(name)) {
      const day = Math.floor((createdAt - MIDNIGHT) / DAY_SECONDS)
      if (day >= 0 && day < days) {
        versions[day]!.push(`${timeOf(createdAt)} ${kind}: ${stageReason}`)
        const reason = `${kind}: ${stageReason.replaceAll(/[\d.]+/g, 'n')}`
        reasons[reason] = (reasons[reason] ?? 0) + 1
      }
      if (stage === 'rejected' || stage === 'reverted') takenBack.push({ service: name, why: stageReason })
      if (stage !== 'active' || kind === 'plan') continue
      const { pattern_rates: rates = {} } = JSON.parse(document) as Policy
      for (const signature of new Set([...Object.keys(before), ...Object.keys(rates)])) {
        if ((before[signature] ?? 1) === (rates[signature] ?? 1)) continue
        const times = (changes.get(`${day} ${signature}`) ?? 0) + 1
        changes.set(`${day} ${signature}`, times)
        mostRateChanges = Math.max(mostRateChanges, times)
      }
      before = rates
    }
    for (const [day, made] of versions.entries()) {
      perDay.push(made.length)
      if (made.length > worstDay.made.length) worstDay = { service: name, day, made: made.toReversed() }
    }
  }
  const versionsPerServiceDay = perDay.reduce((a, b) => a + b, 0) / perDay.length
  return { takenBack, mostRateChanges, versionsPerServiceDay, mostVersions: Math.max(...perDay), reasons, worstDay }
}

/** Returns hours and minutes of the day, UTC. */
function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 16)
}
