import { publicText, publicUrl } from '../../../internal/public-text.js'
import { OPTION_TABLE, type OptionRow } from '../../../options/option-table.js'
import type { Setting, Settings } from './settings.js'

/** Variables beside those of the table of options. */
const OTHERS = [
  'LIPSERVICE_SAMPLING',
  'LIPSERVICE_LOGGERS',
  'OTEL_SDK_DISABLED',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_LOGS_HEADERS',
  'OTEL_EXPORTER_OTLP_CERTIFICATE',
  'OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE',
]
const OF_OTHERS = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_OPTIONS',
  'NODE_ENV',
  'NODE_EXTRA_CA_CERTS',
]
const rows: readonly OptionRow[] = Object.values(OPTION_TABLE)

/** Variables that configure us. */
export const OWN_VARIABLES: readonly string[] = [
  ...rows.flatMap(({ env, logsEnv }) => [env, logsEnv].filter((name) => name !== undefined)),
  ...OTHERS,
]

const SECRETS = new Set([
  ...rows.flatMap(({ env, secret }) => (env !== undefined && secret === true ? [env] : [])),
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_LOGS_HEADERS',
])
const SHOWN_CHARACTERS = 80
/** Of a shorter key nothing is shown. */
const MIN_KEY_CHARACTERS = 16
const SHOWN_OF_KEY = 4

/** Returns the variables that concern us and are set, ours first. */
export function settingsOfOurs({ all }: Settings): Setting[] {
  const names = [...OWN_VARIABLES, ...[...all.keys()].filter((name) => name.startsWith('LIPSERVICE_')), ...OF_OTHERS]
  return [...new Set(names)].flatMap((name) => {
    const setting = all.get(name)
    return setting === undefined || setting.value === '' ? [] : [setting]
  })
}

/** Returns a value as it may be shown: of keys their end, of addresses no user and password. */
export function shownValue({ name, value }: Setting): string {
  if (name.includes('HEADERS'))
    return value
      .split(',')
      .map((pair) => `${publicText(pair.split('=', 1)[0]!.trim())}=…`)
      .join(',')
  if (SECRETS.has(name) || (name.startsWith('LIPSERVICE_') && !OWN_VARIABLES.includes(name))) return endOf(value)
  if (/^https?:\/\//i.test(value)) return publicUrl(value)
  const shown = publicText(value)
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown
}

/** Returns the end of a key, by which its owner knows it. */
export const endOf = (key: string): string =>
  key.length < MIN_KEY_CHARACTERS ? '…' : `…${publicText(key.slice(-SHOWN_OF_KEY))}`
