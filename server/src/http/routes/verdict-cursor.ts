import { z } from '@hono/zod-openapi'
import type { VerdictPlace } from '../../store/contracts/models.js'

const MAX_CURSOR = 2_048
const place = z.tuple([
  z.number().int().nonnegative(),
  // No database takes the character that ends texts.
  z
    .string()
    .max(256)
    .refine((name) => !name.includes('\0')),
  z.string().regex(/^[0-9a-f]{16}$/),
  z.string().regex(/^([0-9a-f]{16})?$/),
])

/** Names the place of a verdict in a list: it says nothing else, whoever writes it. */
export const verdictCursor = z
  .string()
  .max(MAX_CURSOR)
  .transform((text, context): VerdictPlace => {
    const read = place.safeParse(jsonIn(text))
    if (!read.success) {
      context.addIssue({ code: 'custom', message: 'must be `next` of the page before' })
      return z.NEVER
    }
    const [bytesPerDay, service, signature, check] = read.data
    return { bytesPerDay, service, signature, check }
  })

export function cursorOf({ bytesPerDay, service, signature, check }: VerdictPlace): string {
  return Buffer.from(JSON.stringify([bytesPerDay, service, signature, check])).toString('base64url')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
