import { diag } from '@opentelemetry/api'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { AdaptiveLogRecordProcessor, configureAdaptiveLogging, createPostHogLogExporter } from '../../src/index.js'
import { messageLine } from '../../src/internal/message-text.js'
import { MESSAGES } from '../../src/internal/messages.js'
import { publicText } from '../../src/internal/public-text.js'
import { resolveOptions } from '../../src/options/resolve-options.js'

const USER = 'kunigunde'
const PASSWORD = 'hunter2x9'
const PASSWORDS: Readonly<Record<string, string>> = {
  plain: PASSWORD,
  'very long': PASSWORD + 'y'.repeat(300),
  'with a slash': `${PASSWORD}/z`,
  'with a slash in front': `/${PASSWORD}`,
  'with an @': `z@${PASSWORD}`,
  'with a question mark': `${PASSWORD}?z`,
  'with a hash': `${PASSWORD}#z`,
  'with a space': `${PASSWORD} z`,
  'with a colon': `z:${PASSWORD}`,
}
/** Neither is an http:// or https:// URL. */
const urlOf = (password: string, scheme = 'ftp') => `${scheme}://${USER}:${password}@db.internal:1/path`

/** What is thrown when `work` is done. */
function thrownBy(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return String((error as Error).message)
  }
  return expect.fail('nothing was thrown')
}
const resolved = (options: object, env: Record<string, string> = {}) => resolveOptions(options, env)

/** Texts of ours in which a URL stands that somebody gave us. */
const TEXTS: Readonly<Record<string, (url: string) => string>> = {
  'an option that is refused': (url) => thrownBy(() => resolved({ posthogApiKey: 'phc_x', posthogHost: url })),
  'another option': (url) => thrownBy(() => resolved({ posthogApiKey: 'phc_x', lipserviceUrl: url })),
  'an option of another type': (url) => thrownBy(() => resolved({ posthogApiKey: 'phc_x', budget: { url } })),
  'a list': (url) => thrownBy(() => resolved({ posthogApiKey: 'phc_x', spoolDirectory: [url] })),
  'a variable': (url) => thrownBy(() => resolved({}, { LIPSERVICE_URL: url, POSTHOG_API_KEY: 'phc_x' })),
  'a variable of OpenTelemetry': (url) => thrownBy(() => resolved({}, { OTEL_EXPORTER_OTLP_ENDPOINT: url })),
  'a switch': (url) => thrownBy(() => resolved({}, { LIPSERVICE_SAMPLING: url, POSTHOG_API_KEY: 'phc_x' })),
  'the exporter': (url) => thrownBy(() => createPostHogLogExporter({ posthogApiKey: 'phc_x', posthogHost: url })),
  'the processor': (url) =>
    thrownBy(() => new AdaptiveLogRecordProcessor({ onEmit() {} } as never, { lipserviceUrl: url })),
  'a line on stderr': (url) =>
    messageLine('not_encoded', MESSAGES.not_encoded, { cause: new Error(`cannot connect to ${url} (reset)`) }),
  'a line with quotes': (url) => messageLine('not_encoded', MESSAGES.not_encoded, { cause: `proxy "${url}" refused` }),
}

describe('a text of ours shows neither user nor password of a URL', () => {
  for (const [name, textOf] of Object.entries(TEXTS)) {
    it.each(Object.entries(PASSWORDS))(`${name}, with a password %s`, (_, password) => {
      const text = textOf(urlOf(password))
      expect(text).not.toContain(PASSWORD)
      expect(text).not.toContain(USER)
    })
  }

  it('whatever stands around it', () => {
    const around = fc.stringMatching(/^[ a-z0-9().,;:'"]{0,40}$/)
    fc.assert(
      fc.property(around, around, fc.constantFrom(...Object.values(PASSWORDS)), (before, after, password) => {
        expect(publicText(`${before} ${urlOf(password)} ${after}`)).not.toContain(PASSWORD)
      }),
    )
  })

  it('and keeps what else a URL says', () => {
    for (const url of [
      'http://localhost:4318/v1/logs',
      'https://host/a@b?c=d@e',
      'http://[::1]:80/x',
      'http://host:80',
    ]) {
      expect(publicText(`got '${url}' here`)).toBe(`got '${url}' here`)
    }
    expect(publicText(`to ${urlOf(PASSWORD, 'https')} now`)).toBe('to https://db.internal:1/path now')
  })
})

describe('a network problem', () => {
  afterEach(() => diag.disable())

  it('shows neither user nor password, wherever it is read', async () => {
    const said: string[] = []
    const say = (...words: unknown[]) => void said.push(words.join(' '))
    diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say })
    const host = `http://${USER}:${PASSWORD}@127.0.0.1:9`
    const logging = configureAdaptiveLogging({
      posthogApiKey: 'phc_0123456789',
      posthogHost: host,
      lipserviceUrl: host,
      lipserviceApiKey: 'k',
      logLevel: 'none',
      handleSignals: false,
    })
    logging.getLogger('app').emit({ severityNumber: 17, body: 'x' })
    while (logging.policy().lastProblem === undefined) await new Promise((resolve) => setImmediate(resolve))
    await logging.forceFlush({ timeoutMillis: 300 })
    const shown = JSON.stringify([logging.stats(), logging.policy(), said])
    expect(logging.stats().delivery.lastProblem).toBeDefined()
    await logging.shutdown({ timeoutMillis: 100 })
    expect(said.length).toBeGreaterThan(1)
    expect(shown + said.join('')).not.toMatch(new RegExp(`${USER}|${PASSWORD}`))
  })
})
