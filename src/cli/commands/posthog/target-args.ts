/** Arguments of commands that ask PostHog. The key comes from POSTHOG_PERSONAL_API_KEY or a browser: what is on a command line, others see. */
export const TARGET = {
  host: {
    type: 'string',
    description: 'us, eu, or the https URL of your own (default: POSTHOG_APP_HOST, or us)',
    valueHint: 'HOST',
  },
  project: {
    type: 'string',
    description: 'Number of the project (default: POSTHOG_PROJECT_ID)',
    valueHint: 'N',
  },
} as const
