import { z } from '@hono/zod-openapi'
import { BYTES_PER_GB } from 'lipservice/allocation'
import type { Totals } from '../../store/store.js'

/** Records and uncompressed OTLP bytes, before and after sampling, and what they cost. */
export const totalsFields = {
  seen: z.number(),
  kept: z.number(),
  bytes: z.number(),
  kept_bytes: z.number(),
  errors: z.number(),
  usd: z.number().optional().openapi({ description: 'What all records would have cost.' }),
  kept_usd: z.number().optional().openapi({ description: 'What the kept ones cost.' }),
}

export function shownTotals({ seen, kept, bytes, keptBytes, errors }: Totals) {
  return { seen, kept, bytes, kept_bytes: keptBytes, errors }
}

/** Returns money at a price per GB (10⁹ bytes). */
export function money({ bytes, keptBytes }: Totals, usdPerGb: number) {
  return { usd: (bytes / BYTES_PER_GB) * usdPerGb, kept_usd: (keptBytes / BYTES_PER_GB) * usdPerGb }
}
