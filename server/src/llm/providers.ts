import type { LanguageModelV4 } from '@ai-sdk/provider'
import { bodyFor, type Manners } from './manners.js'

export const PROVIDERS = ['openai-compatible', 'anthropic', 'google'] as const
export type ProviderName = (typeof PROVIDERS)[number]

export interface ModelSettings {
  readonly provider: ProviderName
  /** Such as https://api.openai.com/v1; empty for a provider that has one of its own. */
  readonly url: string
  readonly model: string
  /** Empty: none is wanted, as of a server on this machine. */
  readonly apiKey: string
}

/** Returns a model of a provider, whose package is loaded now. @param manners how its server is asked, now. @throws if it is not installed */
export async function loadModel(
  settings: ModelSettings,
  fetch: typeof globalThis.fetch,
  manners: () => Manners,
): Promise<LanguageModelV4> {
  const { provider, url, model, apiKey } = settings
  const common = { fetch, ...(apiKey !== '' && { apiKey }), ...(url !== '' && { baseURL: url }) }
  switch (provider) {
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
      const name = 'model'
      const transformRequestBody = (body: Record<string, unknown>) => bodyFor(manners(), body)
      const how = { name, baseURL: url, supportsStructuredOutputs: true, transformRequestBody }
      return createOpenAICompatible({ ...common, ...how })(model)
    }
    case 'anthropic':
      return (await optional(provider, () => import('@ai-sdk/anthropic'))).createAnthropic(common)(model)
    case 'google':
      return (await optional(provider, () => import('@ai-sdk/google'))).createGoogleGenerativeAI(common)(model)
  }
}

async function optional<M>(provider: string, load: () => Promise<M>): Promise<M> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(`the provider ${provider} needs a package: npm install @ai-sdk/${provider}`)
  }
}
