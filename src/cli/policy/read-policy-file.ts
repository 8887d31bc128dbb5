import { readFile } from 'node:fs/promises'
import { MAX_POLICY_BYTES } from '../../protocol/endpoints.js'
import { InputError } from '../input/source.js'

/** A document that may be a policy, and where it comes from. */
export interface PolicyDocument {
  readonly name: string
  readonly document: unknown
}

/** Reads a policy from a file. @throws InputError where there is none, or it is not JSON */
export async function readPolicyFile(file: string): Promise<PolicyDocument> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(error.code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${error.code}`)
  })
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES)
    throw new InputError(`${file} is larger than a policy may be, ${MAX_POLICY_BYTES} bytes`)
  try {
    return { name: file, document: JSON.parse(text) }
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${(error as Error).message}`)
  }
}
