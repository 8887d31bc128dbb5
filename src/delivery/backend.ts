import { publicUrl } from '../internal/public-text.js'

/** What a backend is called in messages, and what people set for it. */
export interface Backend {
  readonly name: string
  /** Without user, password and query. */
  readonly url: string
  /** Names of the option and the variable that hold its key. */
  readonly keySetting: string
  /** Names of the option and the variable that hold its address. */
  readonly addressSetting: string
}

export type BackendSettings = Pick<Backend, 'name' | 'keySetting' | 'addressSetting'>

export const POSTHOG_SETTINGS: BackendSettings = {
  name: 'PostHog',
  keySetting: 'posthogApiKey / POSTHOG_API_KEY',
  addressSetting: 'posthogHost / POSTHOG_HOST',
}

export const OTLP_SETTINGS: BackendSettings = {
  name: 'the backend',
  keySetting: 'OTEL_EXPORTER_OTLP_HEADERS',
  addressSetting: 'OTEL_EXPORTER_OTLP_ENDPOINT',
}

export function backendOf(url: string, settings: BackendSettings): Backend {
  return { ...settings, url: publicUrl(url) }
}
