import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outcomeOfAccessLine } from '../../src/signature/access-line.js'

const RED = '\u001b[31m'
const RESET = '\u001b[0m'

describe('the outcome of an access line', () => {
  it.each([
    ['Hono', (status: number) => `--> GET /orders/42 ${status} 5ms`],
    ['Hono in colours', (status: number) => `--> GET /orders/42 ${RED}${status}${RESET} 5ms`],
    ['Koa', (status: number) => `  --> POST /orders ${status} 3ms 2b`],
    ['Next', (status: number) => ` GET /about ${status} in 40ms`],
    ['Next, with a query', (status: number) => ` GET /about?a=/b&c=1 ${status} in 40ms (compile: 3ms)`],
    ['morgan dev', (status: number) => `${RESET}GET /orders ${RED}${status}${RESET} 5.123 ms - 20${RESET}`],
    ['morgan tiny', (status: number) => `GET / ${status} 2 - 0.3 ms`],
    ['morgan short', (status: number) => `::1 - GET /a HTTP/1.1 ${status} 2 - 1.2 ms`],
    [
      'morgan, nginx and Apache combined',
      (status: number) =>
        `10.0.0.1 - ann [26/Nov/2026:07:00:00 +0000] "GET /a/b.html HTTP/1.1" ${status} 2326 "-" "Mozilla/5.0 (X11)"`,
    ],
    ['a proxy', (status: number) => `10.0.0.1 "PUT https://api.example.com/v1/users HTTP/2" ${status} 12`],
    ['a client', (status: number) => `axios DELETE http://api.local:3000/v1/users/7 ${status}`],
    ['at the end', (status: number) => `HEAD /health ${status}`],
  ])('of %s is that of its status', (_, line) => {
    expect(outcomeOfAccessLine(line(200))).toBeUndefined()
    expect(outcomeOfAccessLine(line(302))).toBeUndefined()
    expect(outcomeOfAccessLine(line(404))).toBe('<4xx>')
    expect(outcomeOfAccessLine(line(500))).toBe('<5xx>')
    expect(outcomeOfAccessLine(line(503))).toBe('<5xx>')
  })

  it.each([
    '500 steps to go',
    'connecting to host port: 443',
    'read /var/log/app.log 500 times',
    'GET /orders took 500 ms',
    'GET /orders 500ms',
    'GET /orders 5000',
    'GET 500',
    'TARGET /orders 500',
    'budget /year 500',
    'status 500 GET /orders',
    'GET /orders <5xx>',
    'from/m 500 GET',
    '/',
    '',
  ])('%j tells none', (text) => {
    expect(outcomeOfAccessLine(text)).toBeUndefined()
  })

  it('never throws, and is the one of a line whatever follows it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        outcomeOfAccessLine(text)
        expect(outcomeOfAccessLine(`GET /a 500 ${text}`)).toBe('<5xx>')
      }),
    )
  })

  it('is found in work that does not grow with the text', () => {
    // Every slash is a path behind a method that has no status: the worst there is.
    const worst = 'GET /a '.repeat(100_000)
    expect(outcomeOfAccessLine(worst)).toBeUndefined()
    expect(outcomeOfAccessLine(`${'/'.repeat(1_000_000)} GET /a 500`)).toBeUndefined()
    expect(outcomeOfAccessLine(`${'m'.repeat(1_000_000)}/ 500`)).toBeUndefined()
  })
})
