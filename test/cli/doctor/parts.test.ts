import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNodeArguments } from '../../../src/cli/doctor/app/node-arguments.js'
import { endOf, shownValue } from '../../../src/cli/doctor/app/own-variables.js'
import { commandsOf } from '../../../src/cli/doctor/app/shell-words.js'
import { isBelow } from '../../../src/cli/doctor/app/versions.js'
import { proxyFor } from '../../../src/cli/doctor/network/proxy-for.js'

describe('what the doctor reads', () => {
  it.each([
    ['node app.js', [['node', 'app.js']]],
    [
      'tsc && node --import "a b" \'app\'.js | pino-pretty',
      [['tsc'], ['node', '--import', 'a b', 'app.js'], ['pino-pretty']],
    ],
    ['A="x;y" node a\\ b.js;', [['A=x;y', 'node', 'a b.js']]],
    ['', []],
  ])('%s as commands of words', (line, commands) => {
    expect(commandsOf(line)).toEqual(commands)
  })

  it('any words that a shell would quote as they were', () => {
    const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }), (words) => {
        expect(commandsOf(words.map(quoted).join(' '))).toEqual([words])
      }),
    )
  })

  it('preloads before the file that is run, and behind it', () => {
    const read = readNodeArguments(
      ['--env-file=.env', '-r', 'a', '--import=b', '--conditions', 'x', 'app.js', '--import', 'c'],
      'script start',
    )
    expect(read.preloads.map(({ kind, target, isBehindScript }) => [kind, target, isBehindScript])).toEqual([
      ['require', 'a', false],
      ['import', 'b', false],
      ['import', 'c', true],
    ])
    expect(read).toMatchObject({ envFiles: ['.env'], script: 'app.js' })
  })

  it.each([
    ['9.6.0', '9.10.0', true],
    ['v18.20.4', '20.19.0', true],
    ['10.0.0-beta.1', '9.6.0', false],
    ['9.6.0', '9.6.0', false],
    ['lts/*', '20', false],
  ])('%s as below %s: %s', (version, limit, below) => {
    expect(isBelow(version, limit)).toBe(below)
  })

  it.each([
    ['http://a.example.com/x', 'localhost', 'http://p:1'],
    ['https://a.example.com/x', 'localhost', 'http://p:2'],
    ['https://a.example.com/x', '.example.com', undefined],
    ['https://a.example.com:444/x', 'a.example.com:443', 'http://p:2'],
    ['https://notexample.com', 'example.com', 'http://p:2'],
    ['https://a.example.com', '*', undefined],
  ])('the proxy of %s without %s as %s', (url, no, proxy) => {
    expect(proxyFor(url, { http: 'http://p:1', https: 'http://p:2', no })).toBe(proxy)
  })
})

describe('a key', () => {
  it('is shown by its last four characters at most, and a short one not at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcdef0123456789_'), minLength: 5, maxLength: 200 }), (key) => {
        const shown = endOf(key)
        expect(shown.length).toBeLessThanOrEqual(5)
        if (key.length < 16) expect(shown).toBe('…')
        for (const name of ['POSTHOG_API_KEY', 'LIPSERVICE_API_KEY', 'LIPSERVICE_TRACE_KEY', 'LIPSERVICE_APY_KEY'])
          expect(shownValue({ name, value: key, from: 'environment' })).toBe(shown)
      }),
    )
  })

  it('in headers and addresses is not shown', () => {
    const value = (name: string, text: string) => shownValue({ name, value: text, from: 'environment' })
    expect(value('OTEL_EXPORTER_OTLP_HEADERS', 'x-api-key=abc,authorization=Bearer d')).toBe(
      'x-api-key=…,authorization=…',
    )
    expect(value('HTTPS_PROXY', 'http://user:secret@proxy:3128')).toBe('http://proxy:3128')
  })
})
