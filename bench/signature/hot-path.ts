import { type Signature, signatureOf } from 'lipservice'

/** Signs as a logging call does. */
export function hotPath(message: string): Signature {
  return signatureOf(message)
}
