/** Entry `lipservice/posthog`. */

export { posthogBeforeSend } from './adapters/posthog-node/posthog-before-send.js'
export type { PostHogLog } from './adapters/posthog-node/posthog-client.js'
export { restorePostHog, type WrapPostHogOptions, wrapPostHog } from './adapters/posthog-node/wrap-posthog.js'
