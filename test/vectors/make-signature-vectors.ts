/**
 * Writes signature.json beside this file. Run it when there are new cases or a new signature version, and only then:
 * `npm run build && npx node test/vectors/make-signature-vectors.ts`.
 */
import { writeFileSync } from 'node:fs'
import { signatureOf } from 'lipservice'
import { SIGNATURE_CASES } from './signature-cases.ts'
import { textOf } from './vector-message.ts'

const SIGNATURE_VERSION = 2
/** Characters that a reader of the file could not see or tell from others. */
const UNSEEN = /[^\P{C}\n]|[^\P{Z} ]|[\u0300-\u036f]/gu

function withoutUnseen(json: string): string {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return json.replace(UNSEEN, (character) => character.split('').map(escape).join(''))
}

const vectors = Object.entries(SIGNATURE_CASES).flatMap(([rule, messages]) =>
  messages.map((message) => withoutUnseen(JSON.stringify({ rule, message, ...signatureOf(textOf(message)) }))),
)
writeFileSync(
  new URL('signature.json', import.meta.url),
  `{"signature_version": ${SIGNATURE_VERSION}, "vectors": [\n${vectors.join(',\n')}\n]}\n`,
)
