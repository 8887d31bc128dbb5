import type * as z from 'zod/mini'
import { InputError } from '../input/input-error.js'

/** Returns what a server answered. @throws InputError where it is not of the shape: another server, or another version */
export function answerOf<T>(schema: z.ZodMiniType<T>, body: string, server: string): T {
  let document: unknown
  try {
    document = JSON.parse(body)
  } catch {
    throw new InputError(`${server} answers what is no JSON: is it a LipService server?`)
  }
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw new InputError(
    `${server} answers otherwise than expected (${path.join('.')}: ${message}): is it of this version?`,
  )
}
