import { readFile, stat } from 'node:fs/promises'
import { MAX_POLICY_BYTES } from '../../protocol/endpoints.js'
import { InputError } from '../input/input-error.js'

/** A document that may be a policy, and where it comes from. */
export interface PolicyDocument {
  readonly name: string
  readonly document: unknown
  /** Of a server: for which it has it. */
  readonly service?: string
}

/** Reads a policy from a file. @throws InputError where there is none, or it is not JSON */
export async function readPolicyFile(file: string): Promise<PolicyDocument> {
  const text = await readBounded(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(error.code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${error.code}`)
  })
  if (text === undefined) throw new InputError(`${file} is larger than a policy may be, ${MAX_POLICY_BYTES} bytes`)
  try {
    return { name: file, document: JSON.parse(text) }
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${(error as Error).message}`)
  }
}

/** Returns a text; `undefined`: it is too large. What a pipe has to say, its size does not. */
async function readBounded(file: string): Promise<string | undefined> {
  if ((await stat(file)).size > MAX_POLICY_BYTES) return undefined
  const text = await readFile(file, 'utf8')
  return Buffer.byteLength(text) > MAX_POLICY_BYTES ? undefined : text
}
