/** A resource as providers of either line of the SDK take it. */
export interface SdkResource {
  readonly attributes: Record<string, string>
  readonly asyncAttributesPending: false
  readonly schemaUrl: undefined
  merge(): SdkResource
  getRawAttributes(): [string, string][]
  waitForAsyncAttributes(): Promise<void>
}

/**
 * Creates the resource of our provider. It has few attributes, because PostHog's second meter counts them on every row. It does
 * without `@opentelemetry/resources`, whose two lines cannot share an install.
 */
export function createResource(attributes: Record<string, string>): SdkResource {
  const resource: SdkResource = {
    attributes,
    asyncAttributesPending: false,
    schemaUrl: undefined,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
    waitForAsyncAttributes: async () => {},
  }
  return resource
}
