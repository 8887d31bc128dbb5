import { onTestFinished } from 'vitest'
import type { Failed, Outcome } from '../../src/posthog/api/contract/outcome.js'
import type { PostHogApi, PostHogApiOptions } from '../../src/posthog/api/contract/posthog-api.js'
import { createPostHogApi } from '../../src/posthog/api/create-posthog-api.js'
import {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from '../../src/testing/posthog-api/fake-posthog-api.js'

export interface UnderTest {
  readonly fake: FakePostHogApi
  readonly api: PostHogApi
}

/** A key that looks like one: whatever shows it can be found. */
export const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
export const PROJECT_KEY = 'phc_0123456789abcdefghijABCDEFGHIJ'

/** Starts a fake and a client of it, closed when the test ends: then the fake says what PostHog would not have taken. */
export async function startApi(
  options: FakePostHogApiOptions = {},
  api: Partial<PostHogApiOptions> = {},
): Promise<UnderTest> {
  const fake = await startFakePostHogApi({ personalApiKey: KEY, projectApiKey: PROJECT_KEY, ...options })
  const client = createPostHogApi({
    host: fake.url,
    project: fake.project,
    personalApiKey: KEY,
    projectApiKey: PROJECT_KEY,
    allowLoopback: true,
    random: () => 0,
    ...api,
  })
  onTestFinished(async () => {
    await client.close()
    await fake.close()
  })
  return { fake, api: client }
}

/** Returns the value of what went well. @throws Error with the failure */
export function given<T>(outcome: Outcome<T>): T {
  if (outcome.outcome !== 'ok') throw new Error(`${outcome.outcome}: ${outcome.message}`)
  return outcome.value
}

/** Returns the failure. @throws Error if it went well */
export function failureOf(outcome: Outcome<unknown>): Failed {
  if (outcome.outcome === 'ok') throw new Error('it went well')
  return outcome
}
