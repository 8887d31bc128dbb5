import type { Config } from '../config.js'

/** What the operator of the server says of PostHog. */
export interface PostHogSettings {
  /** What keys are encrypted by; empty: none are taken. */
  readonly secret: string
  /** Hosts beside PostHog's own, with a port where it is not 443. */
  readonly hosts: readonly string[]
  /** Keys of the environment, and the one team that may use them; a key that is empty is none. */
  readonly environment: { readonly team: string; readonly personalKey: string; readonly projectKey: string }
}

export function postHogSettingsOf(config: Config): PostHogSettings {
  return {
    secret: config['secret-key'],
    hosts: config['posthog-hosts']
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
    environment: {
      team: config['posthog-team'],
      personalKey: config['posthog-personal-api-key'],
      projectKey: config['posthog-api-key'],
    },
  }
}
