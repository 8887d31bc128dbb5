import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { runApp } from '../support/child-process.js'

describe.each(['ESM', 'CommonJS'])('an app that uses the %s build and the other one', (order) => {
  let posthog: FakePostHog
  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(() => posthog.close())

  /** `again`: what the second build counted. */
  interface Outcome {
    readonly seen: number
    readonly kept: number
    readonly again: number
    readonly arrived: number
  }
  async function play<T = Outcome>(scenario: string): Promise<T> {
    const env = { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url }
    const { code, message, stderr } = await runApp('two-builds.ts', [scenario, order], env)
    expect(code, stderr).toBe(0)
    expect(message).toMatchObject({ differ: true })
    return message as T
  }

  it('decides once where its provider is wrapped, and a processor of the other build stands behind', async () => {
    const { seen, kept, again, arrived } = await play('processor')
    expect({ seen, again, arrived }).toEqual({ seen: 2_000, again: 0, arrived: kept })
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(500)
  })

  it('leaves a wrapped provider in its place when it is configured by the other build', async () => {
    const { seen, kept, again, arrived } = await play('decider')
    expect({ seen, again, arrived }).toEqual({ seen: 2_000, again: 0, arrived: kept })
    expect(kept).toBeLessThan(500)
    expect(posthog.records).toEqual([])
  })

  it('ships once what pino of the CommonJS build prints by a console that the ESM build wrapped', async () => {
    const { seen, kept, printed, one } = await play<Outcome & { printed: number; one: boolean }>('forwarding')
    expect({ seen, printed, one }).toEqual({ seen: 2_000, printed: 2_000, one: true })
    expect(kept).toBeLessThan(500)
    expect(posthog.records).toHaveLength(kept)
  })
})
