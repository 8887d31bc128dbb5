import type { LoggerProvider } from '@opentelemetry/sdk-logs'

type ConfigOf<T> = T extends abstract new (config?: infer Config) => unknown ? NonNullable<Config> : never

export type LoggerProviderOptions = Pick<ConfigOf<typeof LoggerProvider>, 'resource'>

/**
 * The resource of our provider: few attributes, because PostHog's second meter counts them on every row. Built here rather
 * than with `@opentelemetry/resources`, whose two lines cannot share an install.
 */
export function createResource(attributes: Record<string, string>): NonNullable<LoggerProviderOptions['resource']> {
  const resource = {
    attributes,
    asyncAttributesPending: false,
    schemaUrl: undefined,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
    waitForAsyncAttributes: async () => {},
  }
  return resource as unknown as NonNullable<LoggerProviderOptions['resource']>
}
