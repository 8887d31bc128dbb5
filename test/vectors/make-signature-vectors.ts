/**
 * Writes signature.json beside this file. Run it when the signature version changes, and only then:
 * `npm run build && npx node test/vectors/make-signature-vectors.ts`.
 */
import { writeFileSync } from 'node:fs'
import { signatureOf } from 'lipservice'

const SIGNATURE_VERSION = 1
const nouns = ['user', 'order', 'job', 'socket', 'cache', 'query', 'worker', 'file', 'token', 'batch']
const verbs = ['created', 'removed', 'timed out', 'is ready', 'was refused', 'took 17 ms', 'failed: ECONNRESET']
const values = ['42', '0af76519-16cd-43dd-8448-eb211c80319c', '10.0.0.1:80', '/var/lib/x', "'main'", 'k=v', 'null', 'a.b.c']

const combined = nouns.flatMap((noun, i) => verbs.map((verb, j) => `${noun} ${values[(i + j) % values.length]} ${verb}`))
const special = [
  '', ' ', 'a', '\0', '\n\n', '%', '<*>', '<*> <*>', 'user <*> left', 'Grüße an Jörg', '日本語 ログ 5', '💥 boom 7', 'a\ud800b', '\udc00',
  'tab\tseparated\tvalues 1', 'GET /api/v1/users/17?x=1 200 12.5 ms', 'ECONNREFUSED 127.0.0.1:5432', 'Mon Nov 23 10:00:00 2026 started',
  'C:\\Users\\x\\y.log opened', 'http://localhost:3000/ ready in 512 ms', '{"level":30,"msg":"hello"}', 'a=1 b=2 c=3', 'a = 1', 'x==y',
  'for user root from 10.0.0.1', 'invalid user admin', 'aa:bb:cc:dd:ee:ff', 'ready: yes', 'ready: yes please', 'order.payment.completed',
  'com.example.EVENT_NAME', '(idle)', '5 (idle)', "don't", "'quoted words here'", '__proto__', 'constructor', 'deadbeef', 'deadbee',
] // prettier-ignore
const repeated = [
  { repeat: 'x', times: 256 },
  { repeat: 'x', times: 257 },
  { repeat: 'x', times: 200_000 },
  { repeat: '7', times: 50_000 },
  { repeat: 'word ', times: 40_000 },
  { repeat: 'a.', times: 100_000 },
  { repeat: '"', times: 1_000 },
  { repeat: '=', times: 1_000 },
  { repeat: ':', times: 1_000 },
  { repeat: '/a', times: 1_000 },
  { repeat: '\ud800', times: 1_000 },
  { repeat: '1 a ', times: 100 },
]

const vectors = [...special, ...combined, ...repeated].map((message) => {
  const text = typeof message === 'string' ? message : message.repeat.repeat(message.times)
  return JSON.stringify({ message, ...signatureOf(text) })
})
writeFileSync(
  new URL('signature.json', import.meta.url),
  `{"signature_version": ${SIGNATURE_VERSION}, "vectors": [\n${vectors.join(',\n')}\n]}\n`,
)
