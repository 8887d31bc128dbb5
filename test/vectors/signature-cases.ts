import { CHARACTER_CASES } from './signature-cases/character-cases.ts'
import { LENGTH_CASES } from './signature-cases/length-cases.ts'
import { NEIGHBOUR_CASES } from './signature-cases/neighbour-cases.ts'
import { OBJECT_CASES } from './signature-cases/object-cases.ts'
import { PLACE_CASES } from './signature-cases/place-cases.ts'
import { SCRIPT_CASES } from './signature-cases/script-cases.ts'
import { TOKEN_CASES } from './signature-cases/token-cases.ts'
import type { VectorCases } from './vector-message.ts'

const nouns = ['user', 'order', 'job', 'socket', 'cache', 'query', 'worker', 'file', 'token', 'batch']
const verbs = ['created', 'removed', 'timed out', 'is ready', 'was refused', 'took 17 ms', 'failed: ECONNRESET']
const values = [
  '42', '0af76519-16cd-43dd-8448-eb211c80319c', '10.0.0.1:80', '/var/lib/x', "'main'", 'k=v', 'null', 'a.b.c',
]

export const SIGNATURE_CASES: VectorCases = {
  'words and values': nouns.flatMap((noun, i) =>
    verbs.map((verb, j) => `${noun} ${values[(i + j) % values.length]} ${verb}`),
  ),
  ...TOKEN_CASES,
  ...NEIGHBOUR_CASES,
  ...CHARACTER_CASES,
  ...OBJECT_CASES,
  ...PLACE_CASES,
  ...SCRIPT_CASES,
  ...LENGTH_CASES,
}
