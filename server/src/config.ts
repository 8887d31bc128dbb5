import { parseArgs } from 'node:util'
import { z } from 'zod'

const MIN_SECRET_BYTES = 32
/** More than a letter: `C:` is a drive. */
const HAS_SCHEME = /^(?:[a-z][a-z0-9+.-]+:\/\/|file:)/i
export const isPostgres = (database: string): boolean => /^postgres(ql)?:\/\//.test(database)

/** Returns whether nobody on the way can change what comes from an address. */
function isTrustedUrl(text: string): boolean {
  if (text === '') return true
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  return username + password === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback))
}

/** Returns whether it is an address without a password. */
function isPlainUrl(text: string): boolean {
  if (text === '') return true
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username + password === ''
}

/** Returns whether it is such an address, of a server as a whole. */
function isOrigin(text: string): boolean {
  if (text === '') return true
  if (!isTrustedUrl(text)) return false
  const { origin, href } = new URL(text)
  return href === `${origin}/`
}

/** One row an option: its environment variable, what it may be and its default. */
interface Row {
  readonly env: string
  readonly about: string
  readonly schema: z.ZodType
  /** The default in words, where it depends on other options. */
  readonly fallback?: string
  /** There is no flag: what others see of a command line is no place for it. Its value is in no message. */
  readonly isSecret?: boolean
}

const number = (min: number, max: number, fallback: number, integer = false) => {
  const base = z.coerce.number(`must be a number ${min}–${max}`)
  const whole = integer ? base.int(`must be a whole number ${min}–${max}`) : base
  return whole.min(min, `must be ${min}–${max}`).max(max, `must be ${min}–${max}`).default(fallback)
}

const ROWS = {
  port: { env: 'PORT', about: 'Port to listen on; 0: any free one', schema: number(0, 65_535, 8_318, true) },
  host: {
    env: 'HOST',
    about: 'Address to listen on',
    schema: z.string().min(1, 'must be an address').default('127.0.0.1'),
  },
  'public-url': {
    env: 'LIPSERVICE_PUBLIC_URL',
    about: 'Address at which browsers reach the page, such as https://lipservice.example.com',
    schema: z
      .string()
      .refine(isOrigin, 'must be https:// and a host, or http:// and this machine, and no path')
      .default(''),
    fallback: 'this machine, or --host',
  },
  'posthog-url': {
    env: 'LIPSERVICE_POSTHOG_URL',
    about: 'The project in PostHog that the page links to, such as https://eu.posthog.com/project/123',
    schema: z
      .string()
      .refine(isTrustedUrl, 'must be a URL that begins with https://, or with http:// on the machine itself')
      .refine((text) => !/[?#]/.test(text), 'must have neither ? nor #')
      .transform((text) => text.replace(/\/+$/, ''))
      .default(''),
    fallback: 'none',
  },
  database: {
    env: 'DATABASE_URL',
    about: 'postgres://…, or a path of an SQLite file',
    schema: z
      .string()
      .min(1, 'must be a URL or a path')
      .refine(
        (text) => isPostgres(text) || !HAS_SCHEME.test(text),
        'must be postgres://… or a path of an SQLite file; other databases are not known',
      )
      .default('lipservice.db'),
  },
  connections: { env: 'LIPSERVICE_CONNECTIONS', about: 'Connections to Postgres', schema: number(2, 200, 10, true) },
  'flush-seconds': {
    env: 'LIPSERVICE_FLUSH_SECONDS',
    about: 'How long reports wait to be written together; a killed process loses so much',
    schema: z.coerce.number('must be a number 0.1–60').min(0.1, 'must be 0.1–60').max(60, 'must be 0.1–60').optional(),
    fallback: '2, with Postgres 5',
  },
  'report-seconds': {
    env: 'LIPSERVICE_REPORT_SECONDS',
    about: 'How often an SDK reports; under load it is asked to take up to five times as long',
    schema: number(1, 720, 60),
  },
  'usd-per-gb': { env: 'LIPSERVICE_USD_PER_GB', about: 'Price of a GB of logs', schema: number(0, 1_000, 0.25) },
  'max-services': {
    env: 'LIPSERVICE_MAX_SERVICES',
    about: 'Services of a team',
    schema: number(1, 100_000, 1_000, true),
  },
  'max-patterns': {
    env: 'LIPSERVICE_MAX_PATTERNS',
    about: 'Patterns of a service; those beyond are counted together',
    schema: number(1, 1_000_000, 10_000, true),
  },
  'max-pending': {
    env: 'LIPSERVICE_MAX_PENDING',
    about: 'Pattern counts that may wait to be written; then reports get 503',
    schema: number(1_000, 100_000_000, 1_500_000, true),
  },
  'requests-per-second': {
    env: 'LIPSERVICE_REQUESTS_PER_SECOND',
    about: 'Requests of one API key',
    schema: number(1, 1_000_000, 2_000),
  },
  'refresh-seconds': {
    env: 'LIPSERVICE_REFRESH_SECONDS',
    about: 'How often an SDK asks for its policy, once it has one of the allocator',
    schema: number(1, 3_600, 30),
  },
  'history-seconds': {
    env: 'LIPSERVICE_HISTORY_SECONDS',
    about: 'A service that is younger gets no policy and adapts by itself',
    schema: number(0, 604_800, 3_600),
  },
  'control-seconds': {
    env: 'LIPSERVICE_CONTROL_SECONDS',
    about: 'How often policies are looked at',
    schema: number(0.1, 3_600, 60),
  },
  'revise-seconds': {
    env: 'LIPSERVICE_REVISE_SECONDS',
    about: 'Time between two changes of the rates of a policy, but for urgent ones',
    schema: number(1, 86_400, 1_200),
  },
  'shadow-seconds': {
    env: 'LIPSERVICE_SHADOW_SECONDS',
    about: 'How long a new plan is only compared with what comes in',
    schema: number(0, 86_400, 3_600),
  },
  'canary-seconds': {
    env: 'LIPSERVICE_CANARY_SECONDS',
    about: 'How long a new plan is tried on one instance in twenty',
    schema: number(0, 86_400, 1_800),
  },
  'watch-seconds': {
    env: 'LIPSERVICE_WATCH_SECONDS',
    about: 'How long a plan in force is reverted if errors surge or it spends too much',
    schema: number(0, 86_400, 3_600),
  },
  'detect-seconds': {
    env: 'LIPSERVICE_DETECT_SECONDS',
    about: 'How often counts are searched for anomalies',
    schema: number(0.1, 60, 15),
  },
  'webhook-hosts': {
    env: 'LIPSERVICE_WEBHOOK_HOSTS',
    about: 'Hosts, separated by commas, that incidents may be sent to; *.example.com for those below one',
    schema: z
      .string()
      .regex(/^[\w.:*,\- ]*$/, 'must be host names separated by commas')
      .default(''),
    fallback: 'none',
  },
  'jwt-jwks-url': {
    env: 'LIPSERVICE_JWT_JWKS_URL',
    about: 'Takes JSON Web Tokens, signed by a key of the set at this address (https)',
    schema: z
      .string()
      .refine(isTrustedUrl, 'must be a URL that begins with https://, or with http:// on the machine itself')
      .default(''),
    fallback: 'none',
  },
  'jwt-secret': {
    env: 'LIPSERVICE_JWT_SECRET',
    about: 'Takes JSON Web Tokens, signed by this secret of 32 bytes or more; better set in the environment',
    schema: z
      .string()
      .refine((text) => text === '' || Buffer.byteLength(text) >= MIN_SECRET_BYTES, 'must have 32 bytes or more')
      .default(''),
    fallback: 'none',
  },
  'jwt-issuer': {
    env: 'LIPSERVICE_JWT_ISSUER',
    about: 'The claim iss of tokens; needed where they are taken',
    schema: z.string().default(''),
    fallback: 'none',
  },
  'jwt-audience': {
    env: 'LIPSERVICE_JWT_AUDIENCE',
    about: 'The claim aud of tokens; needed where they are taken',
    schema: z.string().default(''),
    fallback: 'none',
  },
  'jwt-clock-skew-seconds': {
    env: 'LIPSERVICE_JWT_CLOCK_SKEW_SECONDS',
    about: "How far the issuer's clock may differ",
    schema: number(0, 300, 30),
  },
  'jwt-create-teams': {
    env: 'LIPSERVICE_JWT_CREATE_TEAMS',
    about: 'yes: a team_id that is new makes a team; no: it is refused',
    schema: z.enum(['no', 'yes'], 'must be yes or no').default('no'),
  },
  'secret-key': {
    env: 'LIPSERVICE_SECRET_KEY',
    about: 'Secret of 32 bytes or more by which keys of PostHog are encrypted; without it none are taken',
    schema: z
      .string()
      .refine((text) => text === '' || Buffer.byteLength(text) >= MIN_SECRET_BYTES, 'must have 32 bytes or more')
      .default(''),
    fallback: 'none',
    isSecret: true,
  },
  'posthog-hosts': {
    env: 'LIPSERVICE_POSTHOG_HOSTS',
    about:
      "Hosts of PostHog instances of your own, separated by commas, with a port where it is not 443; PostHog's are allowed",
    schema: z
      .string()
      .regex(/^[\w.:,\-[\] ]*$/, 'must be host names separated by commas')
      .default(''),
    fallback: 'none',
  },
  'posthog-events-per-day': {
    env: 'LIPSERVICE_POSTHOG_EVENTS_PER_DAY',
    about: 'Events of savings that a team tells PostHog a day; services beyond are told together',
    schema: number(24, 100_000, 500, true),
  },
  'posthog-team': {
    env: 'LIPSERVICE_POSTHOG_TEAM',
    about: 'The one team that may use keys of the environment to connect to PostHog',
    schema: z.string().min(1, 'must be the name of a team').default('default'),
  },
  'posthog-personal-api-key': {
    env: 'POSTHOG_PERSONAL_API_KEY',
    about: 'Personal API key (phx_…) of that team',
    schema: z
      .string()
      .regex(/^(?!phc_)[!-~]*$/, 'must be a personal API key (phx_…), not that of a project')
      .default(''),
    fallback: 'none',
    isSecret: true,
  },
  'posthog-api-key': {
    env: 'POSTHOG_API_KEY',
    about: 'Project key (phc_…) of that team',
    schema: z
      .string()
      .regex(/^(?!phx_)[!-~]*$/, 'must be the key of a project (phc_…)')
      .default(''),
    fallback: 'none',
    isSecret: true,
  },
  'metrics-token': {
    env: 'LIPSERVICE_METRICS_TOKEN',
    about: 'Who has it may read /metrics; without one only this machine may',
    schema: z
      .string()
      .regex(/^(?:[!-~]{16,})?$/, 'must be at least 16 characters without blanks')
      .default(''),
    fallback: 'none',
  },
  'llm-provider': {
    env: 'LIPSERVICE_LLM_PROVIDER',
    about: 'openai-compatible, anthropic or google: whose language model is asked',
    schema: z
      .enum(['openai-compatible', 'anthropic', 'google'], 'must be openai-compatible, anthropic or google')
      .default('openai-compatible'),
  },
  'llm-url': {
    env: 'LIPSERVICE_LLM_URL',
    about: 'Address of its API, such as https://api.openai.com/v1',
    schema: z
      .string()
      .refine(isPlainUrl, 'must begin with https:// or http://, and have no password')
      .transform((text) => text.replace(/\/+$/, ''))
      .default(''),
    fallback: 'none, or its own',
  },
  'llm-model': {
    env: 'LIPSERVICE_LLM_MODEL',
    about: 'Language model that may be asked what patterns mean, for the teams that want it',
    schema: z.string().max(200, 'must have 200 characters at most').default(''),
    fallback: 'none',
  },
  'llm-api-key': {
    env: 'LIPSERVICE_LLM_API_KEY',
    about: 'Key of its API',
    schema: z.string().default(''),
    fallback: 'none',
    isSecret: true,
  },
  'llm-tokens-per-day': {
    env: 'LIPSERVICE_LLM_TOKENS_PER_DAY',
    about: 'Tokens of it that a team may use in a day (UTC)',
    schema: number(0, 1_000_000_000, 200_000, true),
  },
  'llm-usd-per-day': {
    env: 'LIPSERVICE_LLM_USD_PER_DAY',
    about: 'Dollars that a team may spend on it in a day',
    schema: number(0, 100_000, 1),
  },
  'llm-usd-per-month': {
    env: 'LIPSERVICE_LLM_USD_PER_MONTH',
    about: 'Dollars that a team may spend on it in a month',
    schema: number(0, 1_000_000, 20),
  },
  'llm-usd-per-mtok': {
    env: 'LIPSERVICE_LLM_USD_PER_MTOK',
    about: 'Dollars of a million tokens in, and out',
    schema: z
      .string()
      .regex(/^\d{1,6}(?:\.\d{1,6})?\/\d{1,6}(?:\.\d{1,6})?$/, 'must be two numbers, such as 0.10/0.50')
      .default('0.10/0.50'),
  },
  'llm-timeout-seconds': {
    env: 'LIPSERVICE_LLM_TIMEOUT_SECONDS',
    about: 'How long it may take to answer',
    schema: number(1, 600, 60),
  },
  'log-level': {
    env: 'LOG_LEVEL',
    about: 'trace, debug, info, warn, error, fatal or silent',
    schema: z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
        'must be trace, debug, info, warn, error, fatal or silent',
      )
      .default('info'),
  },
} as const satisfies Record<string, Row>

export type Config = {
  readonly [Name in keyof typeof ROWS]: NonNullable<z.infer<(typeof ROWS)[Name]['schema']>>
}

/** What is wrong with the command line or the environment: names option, value and what is allowed. */
export class ConfigError extends Error {}

/** A flag takes precedence over its environment variable. @throws ConfigError */
export function readConfig(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Config {
  const flags = readFlags(args)
  const config: Record<string, unknown> = {}
  for (const [name, { env: variable, schema }] of Object.entries(ROWS) as [string, Row][]) {
    const [source, text] = flags[name] === undefined ? [variable, env[variable]] : [`--${name}`, flags[name]]
    const result = schema.safeParse(text === '' ? undefined : text)
    if (!result.success)
      throw new ConfigError(`${source} ${result.error.issues[0]!.message}; got '${shown(name, text)}'`)
    config[name] = result.data
  }
  // The same patterns come again and again: the longer reports wait, the fewer rows are written.
  config['flush-seconds'] ??= isPostgres(String(config['database'])) ? 5 : 2
  checkTokens(config as Config)
  checkModel(config as Config)
  return config as Config
}

/** What of the options about language models does not fit together. @throws ConfigError */
function checkModel(config: Config): void {
  const { 'llm-provider': provider, 'llm-url': url, 'llm-model': model, 'llm-api-key': key } = config
  if (model === '' && url !== '') throw new ConfigError('--llm-url needs --llm-model: nothing is asked without one')
  if (model !== '' && url === '' && provider === 'openai-compatible')
    throw new ConfigError('--llm-model needs --llm-url, such as http://127.0.0.1:11434/v1 of Ollama')
  if (key !== '' && url !== '' && !isTrustedUrl(url))
    throw new ConfigError('--llm-url must begin with https:// where there is a key, or name the machine itself')
}

/** What of the options about tokens does not fit together. @throws ConfigError */
function checkTokens(config: Config): void {
  const { 'jwt-jwks-url': url, 'jwt-secret': secret, 'jwt-issuer': issuer, 'jwt-audience': audience } = config
  if (url !== '' && secret !== '')
    throw new ConfigError('--jwt-jwks-url and --jwt-secret exclude each other: one kind of key signs')
  const isTaken = url !== '' || secret !== ''
  if (isTaken && (issuer === '' || audience === ''))
    throw new ConfigError('tokens need --jwt-issuer and --jwt-audience: without them those of others would be taken')
  if (!isTaken && (issuer !== '' || audience !== ''))
    throw new ConfigError(
      '--jwt-issuer and --jwt-audience need --jwt-jwks-url or --jwt-secret: without them no token is taken',
    )
}

export function usage(): string {
  const lines = (Object.entries(ROWS) as [string, Row][]).map(
    ([name, { env, about, schema, fallback, isSecret = false }]) =>
      `  ${(isSecret ? '' : `--${name}`).padEnd(22)} ${about}. Default: ${fallback ?? String(schema.parse(undefined))}. Environment${isSecret ? ' only' : ''}: ${env}`,
  )
  const head = 'lipservice-server: log patterns across a fleet, and its sampling policies'
  return [head, '', ...lines, '', '  --help, --version', ''].join('\n')
}

function readFlags(args: readonly string[]): Record<string, string | undefined> {
  const named = (Object.entries(ROWS) as [string, Row][]).filter(([, { isSecret }]) => isSecret !== true)
  const options = Object.fromEntries(named.map(([name]) => [name, { type: 'string' as const }]))
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Record<string, string | undefined>
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** A database URL has a password in it. */
function shown(name: string, text = ''): string {
  if (name === 'jwt-secret' || (ROWS as Record<string, Row>)[name]?.isSecret === true) return '…'
  if (name === 'database') return `${HAS_SCHEME.exec(text)?.[0] ?? ''}…`
  return text.replace(/\/\/[^/@]*@/, '//…@').slice(0, 80)
}
