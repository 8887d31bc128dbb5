import { describe, expect, it } from 'vitest'
import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import { withoutAnsi } from '../../src/record/ansi.js'
import { severityInText } from '../../src/record/severity-in-text.js'
import { redactTemplate } from '../../src/redaction/redact-template.js'
import { redactText } from '../../src/redaction/redact-text.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { withoutDirectives } from '../../src/signature/format-string.js'
import { createHashSecret } from '../../src/signature/hash-secret.js'
import { createMessage } from '../../src/signature/message.js'
import { createScan } from '../../src/signature/scan.js'
import { createTokenBuffer } from '../../src/signature/token-buffer.js'
import { seededRandom } from '../../src/testing.js'
import { stepsOf } from '../support/counted-steps.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'
import { atTier, LONG, SOAK } from '../support/tier.js'

/** Each looks like the beginning of something, repeated or beside another. */
const UNITS = [
  ...'= : " \' ` \\ . , ; / @ # % & - _ < > ( ) [ ] { } 1 a é 💥 \ud800 \n \t \x1b \x1b[ \x1b] \x9b \0'.split(' '),
  ...' |token=|token= |token="|token: |token=*** |pass=|pass: |pass="***|cookie=|cookie=***|cookie=[redacted |Authorization: |password=<*>|a.token=1'.split(
    '|',
  ),
  ...'://|a://b|//a:b@|a@|@a.|a@b.c|4111 |4111.|4111-1111|1.|eyJ|lsk_|sk-a|xoxb-|Bearer |Bearer a.|Basic |Basic YTpi|Digest |Digest a="b", |Digest a=b,|response="'.split(
    '|',
  ),
  ...'-----BEGIN |-----BEGIN PRIVATE KEY|-----END|hooks.slack.com/|hooks.slack.com/services/|[redacted:|[redacted|GET /a 200 |%s|%|a=b |{"level":|{"a":"b",|level=|<*>|...|!?|)]'.split(
    '|',
  ),
]
const LENGTH = 800
/** Where steps are counted a core may be a slow one: only their number says anything. */
const MAX_MILLIS = atTier({ test: 60_000, long: 180_000, soak: 3_600_000 })

/** Whether a pair of units is tried: a sixth of them, or all in a longer run. */
const isTried = (i: number, j: number) => LONG || (i + 5 * j) % 6 === 0

/** How two units make a text of any length. */
const COMPOSITIONS: Readonly<Record<string, (a: string, b: string, length: number) => string>> = {
  alternating: (a, b, length) => fill(a + b, length),
  'one half each': (a, b, length) => fill(a, length / 2) + fill(b, length / 2),
  'one before many': (a, b, length) => a + fill(b, length),
}
/** Whole units: a part of one may be the beginning of something else. */
const fill = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length))

const redactor = createRedactor({ detect: true, paths: [['a', 'b']], transform: undefined }, () => {})
const encoding = createEncoding('json', redactor)
const encode = (record: object) => encoding.encodeRecord({ severityNumber: 9, ...record }, {}, 0)

/** What is done with texts that come from outside. */
const TASKS: Readonly<Record<string, (text: string) => void>> = {
  'looking for secrets in a text': redactText,
  'looking for secrets in a template': redactTemplate,
  'looking for the level of a line': severityInText,
  'taking out colours': withoutAnsi,
  'taking out directives': withoutDirectives,
  'encoding a body': (body) => void encode({ body }),
  'encoding an attribute': (text) => void encode({ attributes: { text } }),
  'encoding the name of an attribute': (text) => void encode({ attributes: { [text]: 1 } }),
  'encoding a structured body': (text) => void encode({ body: { message: text, list: [text, { text }] } }),
  'encoding a line of JSON': (text) => void encode({ body: JSON.stringify({ level: text, message: text }) }),
  'encoding an error': (text) => void encode({ exception: { name: text, message: text, stack: text } }),
  'deciding a record': (text) => {
    const { pipeline } = sampling
    pipeline.sample({ severityNumber: 9, body: text, attributes: { text, [text]: text } })
    pipeline.sample({ body: `{"a":${JSON.stringify(text)}}`, severityText: text })
    pipeline.sample({ severityNumber: 9, formatString: text, eventName: '' })
  },
}
const sampling = samplingUnderTest()

const MAX_SIGNED_BYTES = 256
const MAX_READS_PER_BYTE = 15
let bytesRead = 0
const { bytes, ...message } = createMessage()
const { scan } = createScan(
  {
    ...message,
    bytes: new Proxy(bytes, {
      get(target, index) {
        bytesRead++
        return target[Number(index)]
      },
    }),
  },
  createTokenBuffer(),
  createHashSecret(seededRandom(1)),
)
function bytesReadFor(text: string): number {
  bytesRead = 0
  scan(message.load(text))
  return bytesRead
}

function expectLinear(
  task: (text: string) => void,
  a: string,
  b: string,
  compositions = Object.keys(COMPOSITIONS),
): void {
  for (const name of compositions) {
    const stepsFor = (length: number) => {
      const text = COMPOSITIONS[name]!(a, b, length)
      return stepsOf(() => task(text))
    }
    const [short, long] = [stepsFor(LENGTH), stepsFor(4 * LENGTH)]
    if (long >= 6 * short)
      expect.fail(`${JSON.stringify(a)} and ${JSON.stringify(b)}, ${name}: ${short} → ${long} steps`)
  }
}

describe('the work that a text makes grows with its length, no faster', () => {
  it(
    'looking for secrets in a text, for each pair of units',
    () => {
      const names = Object.keys(COMPOSITIONS)
      UNITS.forEach((a, i) => {
        UNITS.forEach((b, j) => {
          if (isTried(i, j)) expectLinear(redactText, a, b, SOAK ? names : [names[(i + j) % names.length]!])
        })
      })
    },
    MAX_MILLIS,
  )

  it.each(Object.entries(TASKS))(
    '%s',
    (_, task) => {
      const random = seededRandom(21)
      const unit = () => UNITS[Math.floor(random() * UNITS.length)]!
      // Of one unit all compositions are the same text.
      for (const a of UNITS) expectLinear(task, a, a, ['alternating'])
      for (let i = 0; i < atTier({ test: 30, long: 1_000, soak: 30_000 }); i++) expectLinear(task, unit(), unit())
    },
    MAX_MILLIS,
  )

  // So little is read that a unit more or less counts: each byte is read a bounded number of times.
  it('signing a text, of which at most 256 bytes are read', () => {
    for (const [i, a] of UNITS.entries()) {
      for (const [j, b] of UNITS.entries()) {
        if (!isTried(i, j)) continue
        const text = COMPOSITIONS['alternating']!(a, b, 1_024)
        for (const length of [64, 128, 256, 1_024]) {
          const reads = bytesReadFor(text.slice(0, length))
          if (reads > MAX_READS_PER_BYTE * Math.min(length, MAX_SIGNED_BYTES))
            expect.fail(`${JSON.stringify(a)} and ${JSON.stringify(b)}, ${length} characters: ${reads} bytes read`)
        }
      }
    }
  })

  it('is counted: what is quadratic shows', () => {
    const quadratic = (text: string) => {
      for (let i = 0; i < text.length; i++) text.indexOf('\uffff', i)
    }
    expect(() => expectLinear(quadratic, 'a', 'b')).toThrow(/steps/)
    const byExpression = (text: string) => {
      const expression = /[^a]/g
      for (let i = 0; i < text.length; i++) {
        expression.lastIndex = i
        expression.test(text)
      }
    }
    expect(() => expectLinear(byExpression, 'a', 'a')).toThrow(/steps/)
  })
})
