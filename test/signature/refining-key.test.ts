import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { compileKernel, KERNEL_MODULE, moduleOf } from '../../kernel/compile.js'
import { type Random, secretRandom } from '../../src/internal/random.js'
import { outcomeOfAccessLine } from '../../src/signature/access-line.js'
import { createKeyKernel, KEY, NO_KEY } from '../../src/signature/key-kernel.js'
import { createRefinedMessages } from '../../src/signature/refining-key.js'
import { signatureOf } from '../../src/signature/signature.js'
import { createTokenizer } from '../../src/signature/template.js'
import { seededRandom } from '../../src/testing/seeded-random.js'
import { atTier, LONG } from '../support/tier.js'
import { firstBytes } from './first-bytes.js'
import { referenceKey } from './reference-key.js'

const TEXTS = atTier({ test: 16_000, long: 1_000_000, soak: 100_000_000 })
/** What is remembered of keys at a time: older ones are compared with what came in their time. */
const MAX_REMEMBERED = 1_000_000

/** Pieces that mean something to the scan, alone or beside each other. */
const PIECES =
  'request for user from by invalid GET POST 17 0 ms kB % 10.0.0.1 10.0.0.1:443 abc123 req-8f3a2c 3f2b-11 true null (x) (x ok) (17) (12 ( ) a: b: yes: yes /a/b /a/12 /12 / \\ k=v k= = k==v k=12 id=ab12cd34 msg=12 msg=ok error=12 http://a/b?c https://h:80/p?q=12 a@b.co a+5@b.co 12@b.co @ @s/n a.b.c a.b1c2d3 a.b.c1d2e3f A.B_C.D deadbeef DEADBEEFAA 0xdeadbeef ipv6 http2 sha256 s3 k8s md5 utf-8 utf-16 x86_64 win32 fe80::1 ::ffff:127.0.0.1 aa:bb:cc:dd:ee:ff 1a:2b:3c:4d:5e:6f 12:30:11 2024-05-01 2024-05-01T12:30:11.123Z +0100 -0700 +0100 (CET) 404 (Not Found) 200 (OK) Mon Nov 23 May 5 of <*> <> % #5 x#5 #a $5 ~5 -5 --5 +5 --flag --> <-- C:\\x can\'t "q" \'q 12\' { } {a:1} [1, 2] [] [main] [a b] , ,12 1,234 é ünï 注文42 件 ENOTFOUND EAI_AGAIN db host a-b a_b a_1 user_123456 a/b a/b.c a/12 12/a ~x x&y a=1&b=2 12&b=3 a+b a+5 \t \n ; ;12 | |12 ! !12 ?12 Error: error ok arn:aws:s3:::b urn:12:34 repeat:9d6c1f2:1700000000000 Europe/Berlin application/json audio/video VStGXRZjdHi-BmyTa ****aBcD android.intent.action.SCREEN_ON \u001b[32m \0 00:00 1.2.3.4.5 v1.2.3 name@1.2.3 12a 1st 2nd 5x 12.5% 12.5 1e5 1. .5 1.a a.1 1-a 1_a 1+a 1:a 1/a 1\\a 1$a 1~a 1#a 1@a 1&a 1%a 1=a 1=1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaa1 aaaaaaa1 aaaaaaa-1 aaaaaaa.1 aaaaaaa:1 "17 "req-8f3a2c "Req-8f3a2c is. " \' ` `a` \'a\' it\'s users\' "a" "GET /a/b" "/a/b" \'/a\' [12 [x,12] [[ ] ]] [" "] [\' \'] [17/Nov - a <a> < > -> ->12 >12 <12 --> * ** *** ***a-5 =" =\' msg=" msg=\'a /a. /a\\ /a[b /a=b ," ": 5:/ 12:// GET'.split(
    ' ',
  )
const PHRASES = [
  '404 (Not Found)',
  '12 (Not Found)',
  '+0100 (CET)',
  '200 (OK)',
  'Nov 23',
  'Mon Nov 23',
  '23 Nov',
  'for user 12 from 10.0.0.1',
]
/** What quotes, brackets and schemes make of a value or a path beside them. */
const FRAMES = [
  'a "V is so b." c',
  'a "B is so P" c',
  'a "b P" c" d',
  'a "GET V://b c" d',
  'GET "P" b',
  '1 - a [V/ b] c',
  '[V] a [b, V, P] c] d',
  'a [V P] b [c] d, e]',
  'a <V> b V> c',
  'a V (b c) d',
  "a 'V' b's P' c' d",
  'k="V P" a msg="V b P" c',
]
const FILLER = `${'so many words '.repeat(10)}${'x'.repeat(90)} and then `
const FILLED = [120, 140, 230, 240, 250]
const ENDS_OF_PATHS = ['', '', '.', '\\', '/', '[', '[c', '{', '=1', '&2']
const GLUE = [...' '.repeat(9), ...'=-:./"\'>', ...['', '', '  ', ',', ': ', ' (', ' "', '" ', ' [', '] ', ', ']]
const VALUE_CHARACTERS = [...'0123456789012345678901234567890123456789abcdefxyzABC_-.:']
/** Control characters, and what terminals take from those behind an escape. */
const CONTROLS = [
  ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)),
  '\x7f',
  '\x1b[31;1m',
  '\x1b]8;;a\x07',
]

function* soup(seed: number): Generator<string, never> {
  const random = seededRandom(seed)
  const one = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  const value = () => {
    const length = 1 + Math.floor(random() * (random() < 0.9 ? 9 : 60))
    let text = ''
    for (let i = 0; i < length; i++) text += one(VALUE_CHARACTERS)
    return text
  }
  const frame = (form: string) =>
    form.replace(/V|P/g, (which) => (which === 'V' ? value() : `/${value()}${one(ENDS_OF_PATHS)}`))
  const withControl = (text: string) => {
    const at = Math.floor(random() * (text.length + 1))
    return text.slice(0, at) + one(CONTROLS) + text.slice(at)
  }
  const character = () => String.fromCharCode(Math.floor(random() * (random() < 0.8 ? 128 : 0x1_0000)))
  for (;;) {
    if (random() < 0.05) {
      const form = one(FRAMES)
      yield frame(form)
      yield frame(form)
    }
    // Few pieces of few kinds, so that messages of one template meet, and values of any shape between them.
    const count = 1 + Math.floor(random() * (random() < 0.5 ? 3 : 9))
    let text = ''
    for (let i = 0; i < count; i++) {
      const draw = random()
      text +=
        (i > 0 ? one(GLUE) : '') +
        (draw < 0.5 ? one(PIECES) : draw < 0.55 ? one(PHRASES) : draw < 0.97 ? value() : character())
    }
    if (random() < 0.02) text = withControl(text)
    yield text
    // The same with other values: that is what the key leaves out.
    yield text.replace(/[\w.:+-]*\d[\w.:+-]*|\/\S+/g, (was) =>
      random() < 0.3 ? was : was[0] === '/' ? `/${value()}` : value(),
    )
    // Where longer ones are cut.
    if (random() < 0.05) {
      const before = FILLER.slice(0, one(FILLED))
      yield before + text
      yield before + text.replace(/\d/g, () => one([...'0123456789']))
    }
    yield random() < 0.001 ? text.repeat(1 + Math.floor((random() * 100_000) / Math.max(1, text.length))) : text
  }
}

/** Every text of a folder's files: of JSON all strings, else the lines. */
function textsIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return textsIn(path)
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line) => [line, ...stringsIn(line)])
  })
}

function stringsIn(line: string): string[] {
  const found: string[] = []
  try {
    JSON.parse(line, (_, value) => (typeof value === 'string' ? found.push(value) : value))
  } catch {
    return []
  }
  return found
}

/** Returns what finds the key of a text; `undefined`: it has none. */
function keys(random: Random) {
  const kernel = createKeyKernel(random)
  const memory = Buffer.from(kernel.room.buffer)
  return (text: string): string | undefined => {
    const deciding = firstBytes(text)
    if (deciding === '' || Buffer.byteLength(deciding) !== deciding.length) return undefined
    kernel.room.set(Buffer.from(deciding))
    if (kernel.find(deciding.length) === NO_KEY) return undefined
    return memory.toString('latin1', KEY, memory.indexOf(0, KEY))
  }
}

/** Returns a check of whether a text has the key of another template. */
function collisions() {
  const { tokenize, render } = createTokenizer(seededRandom(1))
  const keyOf = keys(seededRandom(2))
  const templates = new Map<string, string>()
  return (text: string) => {
    const key = keyOf(text)
    if (key === undefined) return undefined
    if (tokenize(text).isOfValues) return undefined
    const template = render()
    const known = templates.get(key)
    if (known === undefined) {
      if (templates.size >= MAX_REMEMBERED) templates.clear()
      templates.set(key, template)
    }
    return known === undefined || known === template ? undefined : { text, template, known }
  }
}

describe('messages of one key have one template', () => {
  it('in vectors and corpora, and with other numbers in them', { timeout: 300_000 }, () => {
    const collides = collisions()
    const found: unknown[] = []
    for (const text of [...textsIn('test/vectors'), ...textsIn('test/corpus')]) {
      for (const other of [text, text.replace(/\d/g, '7'), text.replace(/\d+/g, '40812'), text.replace(/\d+/g, '3')]) {
        const collision = collides(other)
        if (collision !== undefined) found.push(collision)
      }
    }
    expect(found.slice(0, 5)).toEqual([])
  })

  it('whatever they are made of', { timeout: 3_600_000 }, () => {
    const collides = collisions()
    const texts = soup(atTier({ test: 7, long: 11, soak: 13 }))
    const found: unknown[] = []
    for (let i = 0; i < TEXTS && found.length < 5; i++) {
      const collision = collides(texts.next().value)
      if (collision !== undefined) found.push(collision)
    }
    expect(found).toEqual([])
  })
})

it('a key is what its definition says', { timeout: 3_600_000 }, () => {
  const keyOf = keys(seededRandom(2))
  const texts = soup(atTier({ test: 17, long: 19, soak: 23 }))
  for (let i = 0; i < atTier({ test: 12_000, long: 1_000_000, soak: 100_000_000 }); i++) {
    const text = firstBytes(texts.next().value)
    const key = keyOf(text)
    if (key !== referenceKey(text)) expect({ text, key }).toEqual({ text, key: referenceKey(text) })
  }
})

it('a control character at any place leaves a message without a key', () => {
  const keyOf = keys(seededRandom(2))
  const message = 'GET /a/b:c took 12 ms, job req-8f3a2c of 10.0.0.1 again (retry)'
  expect(keyOf(message)).toBeDefined()
  for (const control of CONTROLS) {
    for (let at = 0; at <= message.length; at++) {
      const text = message.slice(0, at) + control + message.slice(at)
      if (keyOf(text) !== undefined) expect({ text, key: keyOf(text) }).toEqual({ text, key: undefined })
    }
  }
})

it('no chosen text has the key of what an app logs', { timeout: 600_000 }, () => {
  const refined = createRefinedMessages<object>(secretRandom)
  const own = 'could not reach upstream server'
  refined.find(own)
  refined.remember({})
  let found = 0
  for (let i = 1; i <= atTier({ test: 8_000, long: 500_000, soak: 5_000_000 }); i++) {
    // Another word, or its letters in another case.
    const word = i.toString(36).replace(/\d/g, (digit) => 'zyxwvutsrq'[Number(digit)]!)
    let place = 0
    const cased = own.replace(/[a-z]/g, (letter) => (((i >> place++) & 1) === 1 ? letter.toUpperCase() : letter))
    for (const text of [own.replace('upstream', word), cased]) if (refined.find(text) !== undefined) found++
  }
  expect(found).toBe(0)
  expect(refined.find(own)).toBeDefined()
})

it('what is remembered is found for messages of its key alone, and by no more than 8,192 keys', () => {
  const refined = createRefinedMessages<{ key: string }>(seededRandom(5))
  const keyOf = keys(seededRandom(6))
  const texts = soup(29)
  let hits = 0
  for (let i = 0; i < 20_000; i++) {
    const text = texts.next().value
    const key = keyOf(text)
    const known = refined.find(text)
    if (known !== undefined) expect({ text, key: known.key }).toEqual({ text, key })
    if (known !== undefined) hits++
    else if (key !== undefined) refined.remember({ key })
  }
  expect(hits).toBeGreaterThan(2_000)
})

it.each([
  ['GET /orders/42 500 12 ms', false],
  ['got https://example.com/a 500', false],
  ['read a/b/c and and/or 12 of 13', true],
  ['request 17 for customer 3', true],
])('whether a message may be an access line is known once its key is: %s', (text, isNone) => {
  const refined = createRefinedMessages<object>(seededRandom(5))
  refined.find(text)
  expect(refined.isNoAccessLine).toBe(false)
  refined.remember({})
  refined.find(text)
  expect(refined.isNoAccessLine).toBe(isNone)
})

it('what is no access line by its key has no outcome of one', () => {
  const refined = createRefinedMessages<object>(seededRandom(5))
  const texts = soup(31)
  let lines = 0
  for (let i = 0; i < 20_000; i++) {
    const soaked = texts.next().value
    const behind = i % 16 === 0 ? 'so '.repeat(90) : ''
    const text =
      i % 4 === 0 ? `${behind}GET${[' /', ' http://', ' https:/', '/', ' "/'][i % 5]}${soaked} 503 ${soaked}` : soaked
    if (refined.find(text) === undefined) {
      refined.remember({})
      refined.find(text)
    }
    if (outcomeOfAccessLine(text) === undefined) continue
    lines++
    expect({ text, isNone: refined.isNoAccessLine }).toEqual({ text, isNone: false })
  }
  expect(lines).toBeGreaterThan(500)
})

it('what says nothing but values is signed by the words in them, each by its own', () => {
  const of = (text: string) => signatureOf(text).template
  expect(of('a.b.c1d2e3f /11601C A.B_C.D')).toBe(of('a.b.c1d2e3f A.B_C.D'))
  expect(of('a.b.c1d2e3f /a/b A.B_C.D')).toBe('a b a b A B_C D')
  expect(of('v1.2.3: 48612:e1,from.a.b.c1d2e3f')).toBe('from a b')
  expect(of('v1.2.3: 48612:seen,from.a.b.c1d2e3f')).toBe('seen from a b')
})

describe('messages of one template have one key', () => {
  it.each([
    [
      'request 17 for customer 3 from 10.0.0.1 in 4 ms, cache hit',
      'request 9123 for customer 977 from 10.0.0.250 in 83 ms, cache hit',
    ],
    ['GET /items/17 answered 200', 'GET /orders/x/y answered 304'],
    ['job req-8f3a2c took=12ms (3 tries)', 'job req-91bb02ff took=4031ms (12 tries)'],
    [`request 17 ${'is long '.repeat(50)}`, `request 93 ${'is long '.repeat(50)}`],
    ['at 12:30:11 on 2024-05-01 #5 ok', 'at 01:02:03 on 2025-11-30 #611 ok'],
    [`[2024-05-01T12:30:11Z] can't load "abc" (17 of 20)`, `[2025-11-30T01:02:03Z] can't load "abc" (3 of 9)`],
    ['level=info took=12ms msg="order 17 accepted"', 'level=info took=977ms msg="order 9 accepted"'],
    ['from \'10.0.0.1\': "GET /items/17 HTTP/1.1" -> 200', 'from \'10.0.0.250\': "GET /orders/x HTTP/1.1" -> 304'],
    ['Slow query (17 ms): SELECT * FROM a WHERE id = 3', 'Slow query (2034 ms): SELECT * FROM a WHERE id = 977'],
  ])('%s', (a, b) => {
    const keyOf = keys(seededRandom(3))
    expect(keyOf(a)).toBeDefined()
    expect(keyOf(a)).toBe(keyOf(b))
  })

  it.each([
    'naïve',
    '{"json":1}',
    'by @scope',
    '404 (Not Found)',
    'read /a{b',
    '',
    `${'x'.repeat(255)}é`,
    'line\nline',
  ])('but for those that have none: %j', (text) => {
    const refined = createRefinedMessages<object>(seededRandom(3))
    refined.find(text)
    refined.remember({})
    expect(refined.find(text)).toBeUndefined()
  })
})

it('without WebAssembly no message has a key, and its signature is the same', async () => {
  const text = 'request 17 for customer 3 from 10.0.0.1'
  const known = signatureOf(text)
  vi.stubGlobal('WebAssembly', undefined)
  vi.resetModules()
  try {
    const { signatureOf: sign } = await import('../../src/signature/signature.js')
    for (let i = 0; i < 3; i++) expect(sign(text)).toEqual(known)
  } finally {
    vi.unstubAllGlobals()
    vi.resetModules()
  }
})

it.runIf(LONG)('the kernel is compiled from its source', { timeout: 60_000 }, async () => {
  expect(moduleOf(await compileKernel())).toBe(readFileSync(KERNEL_MODULE, 'utf8'))
})
