import { z } from '@hono/zod-openapi'
import { withoutKeys } from 'lipservice/signature'

/** Why a person does something: goes into the audit. A key that was pasted into it does not. */
export const reason = z.string().trim().min(1).max(1_000).overwrite(withoutKeys)
