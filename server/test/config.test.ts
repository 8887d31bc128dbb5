import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, usage } from '../src/config.js'

describe('configuration', () => {
  it('has a default for everything, environment before it, flags before that', () => {
    expect(readConfig([], {})).toMatchObject({ host: '127.0.0.1', database: 'lipservice.db', 'flush-seconds': 2 })
    expect(readConfig([], { PORT: '1', DATABASE_URL: 'x.db' })).toMatchObject({ port: 1, database: 'x.db' })
    expect(readConfig(['--port', '2'], { PORT: '1' }).port).toBe(2)
  })

  it.each([
    [['--port', '70000'], {}, "--port must be 0–65535; got '70000'"],
    [[], { PORT: 'http' }, "PORT must be a number 0–65535; got 'http'"],
    [
      ['--database', 'mysql://me:secret@db/x'],
      {},
      "--database must be postgres://… or a path of an SQLite file; other databases are not known; got 'mysql://…'",
    ],
    [[], { LOG_LEVEL: 'loud' }, "LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent; got 'loud'"],
    [['--prot', '1'], {}, "Unknown option '--prot'"],
    [[], { LIPSERVICE_MAX_PATTERNS: '1.5' }, "LIPSERVICE_MAX_PATTERNS must be a whole number 1–1000000; got '1.5'"],
    [
      ['--jwt-jwks-url', 'http://issuer.example.com/jwks'],
      {},
      "--jwt-jwks-url must be a URL that begins with https://, or with http:// on the machine itself; got 'http://issuer.example.com/jwks'",
    ],
    [
      [],
      { LIPSERVICE_JWT_JWKS_URL: 'https://me:secret@issuer.example.com/' },
      /got 'https:\/\/…@issuer.example.com\/'$/,
    ],
    [[], { LIPSERVICE_JWT_SECRET: 'short and secret' }, "LIPSERVICE_JWT_SECRET must have 32 bytes or more; got '…'"],
    ...[
      'http://logs.example.com',
      'https://logs.example.com/lipservice',
      'https://me@logs.example.com',
      'logs.example.com',
      'https://logs.example.com/?x',
      'ftp://127.0.0.1',
    ].map((url): [string[], object, string] => [
      ['--public-url', url],
      {},
      '--public-url must be https:// and a host, or http:// and this machine, and no path',
    ]),
    [[], { LIPSERVICE_POSTHOG_URL: 'javascript:alert(1)' }, 'LIPSERVICE_POSTHOG_URL must be a URL that begins with'],
    [['--posthog-url', 'http://eu.posthog.com/project/1'], {}, '--posthog-url must be a URL that begins with https://'],
    [['--posthog-url', 'https://eu.posthog.com/project/1?x#y'], {}, '--posthog-url must have neither ? nor #'],
    [['--jwt-jwks-url', 'https://x.example.com/'], {}, 'tokens need --jwt-issuer and --jwt-audience'],
    [['--llm-model', 'm'], {}, '--llm-model needs --llm-url'],
    [['--llm-url', 'http://127.0.0.1:1/v1'], {}, '--llm-url needs --llm-model'],
    [['--llm-url', 'https://u:p@x.example.com'], {}, '--llm-url must begin with'],
    [['--llm-usd-per-mtok', '0.1'], {}, '--llm-usd-per-mtok must be two numbers'],
    [
      ['--llm-model', 'm', '--llm-url', 'http://x.example.com/v1'],
      { LIPSERVICE_LLM_API_KEY: 'k' },
      '--llm-url must begin with https:// where there is a key',
    ],
    [['--jwt-issuer', 'x'], {}, '--jwt-issuer and --jwt-audience need --jwt-jwks-url or --jwt-secret'],
    [
      ['--jwt-jwks-url', 'http://127.0.0.1:1/', '--jwt-secret', 'x'.repeat(32)],
      {},
      '--jwt-jwks-url and --jwt-secret exclude each other',
    ],
  ])('refuses %j %j naming option, value and what is allowed', (args, env, message) => {
    expect(() => readConfig(args, env)).toThrow(ConfigError)
    expect(() => readConfig(args, env)).toThrow(message)
  })

  it('takes addresses of the page and of PostHog', () => {
    const of = (name: 'public-url' | 'posthog-url', url: string) => readConfig([`--${name}`, url], {})[name]
    for (const url of ['https://logs.example.com', 'https://logs.example.com:8443', 'http://localhost:8318/'])
      expect(of('public-url', url)).toBe(url)
    expect(of('posthog-url', 'https://eu.posthog.com/project/123/')).toBe('https://eu.posthog.com/project/123')
    expect(readConfig([], {})).toMatchObject({ 'public-url': '', 'posthog-url': '' })
  })

  it('lets reports wait longer for Postgres', () => {
    expect(readConfig([], { DATABASE_URL: 'postgres://x' })['flush-seconds']).toBe(5)
    expect(readConfig(['--flush-seconds', '3'], { DATABASE_URL: 'postgres://x' })['flush-seconds']).toBe(3)
  })

  it('is described, all of it', () => {
    const secret = ['secret-key', 'posthog-personal-api-key', 'posthog-api-key', 'llm-api-key']
    for (const name of Object.keys(readConfig([], {})))
      if (!secret.includes(name)) expect(usage()).toContain(`--${name}`)
    for (const name of secret) expect(usage()).not.toContain(`--${name}`)
    expect(usage().match(/Environment only: [A-Z_]+/g)).toHaveLength(secret.length)
  })

  it('takes secrets by the environment alone, and says none of them', () => {
    const env = { LIPSERVICE_SECRET_KEY: 'x'.repeat(32), POSTHOG_PERSONAL_API_KEY: 'phx_12345678' }
    expect(readConfig([], env)).toMatchObject({
      'secret-key': 'x'.repeat(32),
      'posthog-personal-api-key': 'phx_12345678',
    })
    expect(() => readConfig(['--secret-key', 'x'.repeat(32)], {})).toThrow(ConfigError)
    for (const [name, value] of [
      ['LIPSERVICE_SECRET_KEY', 'too short'],
      ['POSTHOG_PERSONAL_API_KEY', 'phc_12345678'],
      ['POSTHOG_API_KEY', 'phx_12345678'],
    ] as const) {
      expect(() => readConfig([], { [name]: value })).toThrow(name)
      expect(() => readConfig([], { [name]: value })).not.toThrow(value)
    }
  })
})
