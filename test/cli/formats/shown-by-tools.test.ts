import { describe, expect, it } from 'vitest'
import { recordsOf } from '../support/read-text.js'

const AT = Date.UTC(2026, 10, 26, 17, 30)
const ISO = '2026-11-26T17:30:00.000'
const PINO = `{"level":50,"time":${AT},"pid":1,"hostname":"h","name":"shop","msg":"it broke"}`
const ERROR = { severityNumber: 17, body: 'it broke' }

/** How tools show a line of a JSON logger: it is read as the line itself would be. */
const BEHIND: Readonly<Record<string, string>> = {
  'docker logs -t': `${ISO}000000Z ${PINO}`,
  'docker compose logs': `shop-1  | ${PINO}`,
  'kubectl logs --prefix': `[pod/shop-6d4cf56db6-abcde/app] ${PINO}`,
  'kubectl logs --prefix --timestamps': `[pod/shop-6d4cf56db6-abcde/app] ${ISO}000000Z ${PINO}`,
  stern: `shop-6d4cf56db6-abcde app ${PINO}`,
  pm2: `0|shop  | ${PINO}`,
  'heroku logs': `${ISO}000+00:00 app[web.1]: ${PINO}`,
  'aws logs tail': `${ISO}000+00:00 2026/11/26/[$LATEST]4cf56db6 ${PINO}`,
  'journalctl -o short': `Nov 26 17:30:00 host node[12]: ${PINO}`,
  'journalctl -o short-iso': `2026-11-26T17:30:00+00:00 host node[12]: ${PINO}`,
  'jq .': JSON.stringify(JSON.parse(PINO), undefined, 2),
  "jq -s '.'": JSON.stringify([JSON.parse(PINO)], undefined, 2),
  'tail of several files': `==> /var/log/shop.log <==\n${PINO}`,
  'aws logs get-log-events': JSON.stringify({ events: [{ timestamp: AT, message: PINO, ingestionTime: 1 }] }, null, 4),
  'gcloud logging read': JSON.stringify({ jsonPayload: JSON.parse(PINO), resource: { labels: {} }, timestamp: ISO }),
}

/** Lines of other loggers, as they are documented: the level, the message and the time of each. */
const OTHERS: Readonly<Record<string, string>> = {
  'AWS Lambda': `${ISO}Z\t8601b555-6a83-4c12-8269-97c8e32cdb22\tERROR\tit broke`,
  'pino-pretty, with a date': '[2026-11-26 17:30:00.000 +0000] ERROR: it broke',
  'bunyan, long': `[${ISO}Z] ERROR: it broke`,
  tslog: '2026-11-26 17:30:00.000\tERROR\tit broke',
  'python, logging': '2026-11-26 17:30:00,000 - shop.orders - ERROR - it broke',
  'Java, log4j': '2026-11-26 17:30:00,000 [main] ERROR it broke',
  PostgreSQL: '2026-11-26 17:30:00.000 UTC [121] ERROR:  it broke',
  'Go, zap': `${ISO}Z\tERROR\tit broke`,
  Ruby: 'E, [2026-11-26T17:30:00.000000 #12] ERROR -- : it broke',
  'Kubernetes, klog': 'E1126 17:30:00.000000       1 main.go:12] it broke',
  'rsyslog, RFC 3339': `<3>1 ${ISO}Z host node 12 - - it broke`,
  'Google Cloud, text': JSON.stringify({ textPayload: 'it broke', severity: 'ERROR', timestamp: `${ISO}Z` }),
  'Elastic, ECS': JSON.stringify({ '@timestamp': `${ISO}Z`, log: { level: 'error' }, message: 'it broke' }),
  'Elastic, a hit': JSON.stringify({
    _index: 'logs',
    _source: { '@timestamp': ISO, message: 'it broke', log: { level: 'error' } },
  }),
  'winston, logstash': JSON.stringify({
    '@fields': { level: 'error' },
    '@message': 'it broke',
    '@timestamp': `${ISO}Z`,
  }),
  'winston, prettyPrint': `{\n  orderId: 4711,\n  level: 'error',\n  message: 'it broke',\n  timestamp: '${ISO}Z'\n}`,
  'Serilog, compact': JSON.stringify({ '@t': `${ISO}Z`, '@m': 'it broke', '@l': 'Error' }),
  GELF: JSON.stringify({ version: '1.1', short_message: 'it broke', level: 3, timestamp: AT / 1_000 }),
  Roarr: JSON.stringify({ context: { logLevel: 50 }, message: 'it broke', time: AT, version: '2.0.0' }),
  Vercel: JSON.stringify({ message: 'it broke', timestampInMs: AT, level: 'error' }),
  Datadog: JSON.stringify({
    type: 'log',
    attributes: { timestamp: `${ISO}Z`, status: 'error', message: 'it broke', service: 'shop' },
  }),
}

/** Of a console: nothing of a day. */
const CONSOLE: Readonly<Record<string, string>> = {
  'pino-pretty': '[17:30:00.000] ERROR: it broke',
  'bunyan, short': '17:30:00.000Z ERROR it broke',
  'consola in colours': '\u001b[41m\u001b[30m ERROR \u001b[39m\u001b[49m it broke',
  'consola, its mark': '✖ it broke',
  signale: '[shop] › ✖  error     it broke',
  'python, as it comes': 'ERROR:root:it broke',
  'winston, cli': '\u001b[31merror\u001b[39m:   it broke',
}

describe('a line that tools show', () => {
  it.each(Object.entries(BEHIND))('is read behind what %s puts before it', async (_, text) => {
    const found = await recordsOf(`${text}\n${text}\n`)
    expect(
      found.map(({ record, millis, service }) => ({ body: record.body, millis, named: service !== undefined })),
    ).toEqual(Array.from({ length: 2 }, () => ({ body: 'it broke', millis: AT, named: true })))
    expect(found.every(({ record }) => record.severityNumber === 17)).toBe(true)
  })

  it.each(Object.entries(OTHERS))('of %s has its level, its message and its time', async (_, text) => {
    const found = await recordsOf(`${text}\n${text}\n`)
    expect(found).toHaveLength(2)
    expect(found.map(({ record }) => record)).toMatchObject([ERROR, ERROR])
    expect(found.map(({ millis }) => millis)).toEqual([AT, AT])
  })

  it.each(Object.entries(CONSOLE))('of %s has its level and its message', async (_, text) => {
    const found = await recordsOf(`${text}\n${text}\n`)
    expect(found.map(({ record }) => [record.severityNumber, String(record.body).replace('root:', '')])).toEqual([
      [17, 'it broke'],
      [17, 'it broke'],
    ])
  })

  it('has fields behind its message, which are none of a wrap', async () => {
    const [found] = await recordsOf('info: order placed {"orderId":4711,"event":"placed"}\n')
    expect(found!.record).toMatchObject({ severityNumber: 9, body: 'order placed {"orderId":4711,"event":"placed"}' })
  })

  it.each([
    '2026-11-26 17:30:00 got ERROR from the upstream',
    '2026-11-26 17:30:00 user LOG in',
    'order › ✖ gone',
    'A:B:c',
  ])('is no error for a word that it says: %s', async (text) => {
    const [found] = await recordsOf(`${text}\n`)
    expect(found!.record.severityNumber ?? 0).toBeLessThan(17)
  })
})

describe('what goes on over several lines', () => {
  it.each([
    [
      'a stack in colours',
      'Error: it broke\n\u001b[90m    at run (app.js:1:2)\u001b[39m\n    \u001b[90mat \u001b[39mmain (app.js:3:4)',
    ],
    ['a table', '┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ 2 │\n└───┴───┘'],
    ['an object', 'got {\n  a: 1,\n  b: { c: [] }\n}'],
    ['a brace that is no object', '{\n  just words\n}'],
  ])('is one record: %s', async (_, text) => {
    expect(await recordsOf(`${text}\nnext\n`)).toMatchObject([{ text }, { record: { body: 'next' } }])
  })

  it('is read as JSON where it is JSON, also of OTLP', async () => {
    const logRecords = ['one', 'two'].map((stringValue) => ({ severityNumber: 17, body: { stringValue } }))
    const otlp = { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: {}, logRecords }] }] }
    const found = await recordsOf(`${JSON.stringify(otlp, undefined, 2)}\n${JSON.stringify(otlp, undefined, 2)}\n`)
    expect(found.map(({ record }) => record.body)).toEqual(['one', 'two', 'one', 'two'])
    expect(found.every(({ format }) => format === 'OTLP JSON')).toBe(true)
  })
})
