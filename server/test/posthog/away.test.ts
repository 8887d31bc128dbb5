import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startScriptedServer } from '../../../src/testing/scripted-server.js'
import { LONG } from '../../../test/support/tier.js'
import { PERSONAL_KEY, PROJECT_KEY, SECRET } from '../support/posthog-server.js'
import { TEN } from '../support/reports.js'
import { SimulatedFleet } from '../support/simulated-fleet.js'

const HOUR = 3_600
const STEP = 300
const DAY = 86_400

/** All that a fleet is told and counts in two days, and what the audit has of it but for PostHog. */
async function twoDays(posthog: string | undefined) {
  const fleet = await SimulatedFleet.create({
    services: 3,
    instances: 3,
    patterns: 20,
    stepSeconds: STEP,
    start: TEN,
    seed: 25,
    config: posthog === undefined ? {} : { 'posthog-hosts': new URL(posthog).host, 'secret-key': SECRET },
  })
  const { parts, store, team, services } = fleet
  await fleet.setBudget({ service: '', unit: 'gb_per_day', amount: 0.002 })
  await fleet.setBudget({ service: 'service-1', unit: 'usd_per_month', amount: 0.01 })
  const ask = async (method: string, path: string, body: object) => {
    const { text } = await parts.keys.create(team, 'test', ['admin'], 'test')
    const headers = { authorization: `Bearer ${text}`, 'content-type': 'application/json' }
    const answer = await parts.app.request(path, { method, headers, body: JSON.stringify(body) })
    expect(answer.status, `${method} ${path}`).toBeLessThan(300)
  }
  if (posthog !== undefined) {
    const keys = { personal_api_key: PERSONAL_KEY, project_api_key: PROJECT_KEY }
    await ask('PUT', '/api/v1/posthog/connection', { host: posthog, project: '1', ...keys })
    await ask('PUT', '/api/v1/posthog/board', {})
    await ask('POST', '/api/v1/posthog/imports', { hours: 48 })
  }
  const served: string[] = []
  for (let passed = 0; passed < 48 * HOUR; passed += STEP) {
    await fleet.step()
    // As the leader does: nobody waits for it.
    await parts.teamWork.step()
    const bodies = services.map(async ({ name }) => (await parts.policies.servedTo(team, name, 'i'))?.body ?? '')
    served.push(hash('sha256', (await Promise.all(bodies)).join('\n')))
  }
  await parts.teamWork.stop()
  const counted = []
  for (const { name } of services) for (const from of [TEN, TEN + DAY]) counted.push(await fleet.spentOn(name, from))
  const jobs = await store.posthog.jobs(team)
  await store.close()
  return { served, counted, thinned: fleet.thinned, jobs, logged: fleet.logged }
}

describe.runIf(LONG)('a PostHog that is away for two days', () => {
  it('leaves ingestion, budgets and sampling as they are with a server that has none', async () => {
    const without = await twoDays(undefined)
    let asked = 0
    // In turn: out of order, gone, too busy, and what is no PostHog at all.
    const away = await startScriptedServer(0, () => {
      const answers = [
        { status: 503 },
        { misbehave: 'reset' },
        { status: 429, headers: { 'retry-after': '1' } },
        { body: '<html>Log in</html>' },
      ] as const
      // One that hangs holds up a job for as long as a job may take: of this clock, for hours.
      return ++asked % 25 === 0 ? { misbehave: 'hang' } : answers[asked % answers.length]!
    })
    const { jobs, logged, ...told } = await twoDays(away.url)
    await away.close()
    expect(asked).toBeGreaterThan(8)
    expect(told).toEqual({ served: without.served, counted: without.counted, thinned: without.thinned })
    expect(new Set(told.served).size).toBeGreaterThan(5)
    expect(told.counted.every(({ records }) => records > 0)).toBe(true)
    expect(jobs.some(({ state }) => state === 'failing')).toBe(true)
    // A line for each job that fails, and not one for each time.
    expect(logged.length).toBeLessThanOrEqual(jobs.length)
    expect(without.logged).toEqual([])
  }, 600_000)
})
