import type { PostHogStore } from './contracts/posthog.js'
import type { Engine } from './engine.js'
import { createPostHogConnectionStore } from './posthog-connection-store.js'
import { createPostHogImportStore } from './posthog-import-store.js'
import { createPostHogJobStore } from './posthog-job-store.js'
import { createPostHogMadeStore } from './posthog-made-store.js'
import { createPostHogToggleStore } from './posthog-toggle-store.js'

/** What is kept of a team's PostHog, beside the team itself. */
export const createPostHogStore = (engine: Engine): PostHogStore => ({
  ...createPostHogConnectionStore(engine),
  ...createPostHogImportStore(engine),
  ...createPostHogJobStore(engine),
  ...createPostHogMadeStore(engine),
  ...createPostHogToggleStore(engine),
})
