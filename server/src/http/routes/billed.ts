import { z } from '@hono/zod-openapi'
import { BYTES_PER_GB } from 'lipservice/allocation'
import type { ServiceSums } from '../../store/contracts/service-sums.js'

/** What a service logged, kept and delivered, and what it costs. */
export const billedFields = {
  seen: z.number(),
  kept: z.number(),
  errors: z
    .number()
    .openapi({ description: 'Records of ERROR and above or with an Error that were logged, as far as SDKs say it.' }),
  kept_errors: z
    .number()
    .nullable()
    .openapi({ description: 'Of these, kept. null: an SDK that logged some does not say it.' }),
  bytes: z.number().openapi({ description: 'Had everything been kept.' }),
  kept_bytes: z.number(),
  overhead_bytes: z.number().openapi({ description: 'What stamps and batches add to the kept ones.' }),
  billed_bytes: z.number().openapi({ description: 'Both together.' }),
  shadow_saved_bytes: z
    .number()
    .openapi({ description: 'Of the kept ones, what active mode would have dropped: shadow mode.' }),
  delivered: z.number().openapi({ description: 'Records that the log backend took, as far as SDKs say it.' }),
  refused: z.number().openapi({ description: 'Records that it refused for good.' }),
  lost: z.number().openapi({ description: 'Records that were lost on the way there.' }),
  usd: z.number().openapi({ description: 'What all records would have cost.' }),
  kept_usd: z.number().openapi({ description: 'What is billed.' }),
}

export const NO_SUMS: ServiceSums = {
  seen: 0,
  kept: 0,
  bytes: 0,
  keptBytes: 0,
  errors: 0,
  keptErrors: 0,
  shadowDropped: 0,
  shadowDroppedBytes: 0,
  overheadBytes: 0,
  delivered: 0,
  deliveredBytes: 0,
  refused: 0,
  lost: 0,
}

/** @param usdPerGb price of a GB, 10⁹ bytes */
export function shownSums(sums: ServiceSums, usdPerGb: number) {
  const { seen, kept, errors, bytes, keptBytes, overheadBytes, delivered, refused, lost } = sums
  const { keptErrors, shadowDroppedBytes } = sums
  const billedBytes = keptBytes + overheadBytes
  return {
    seen,
    kept,
    errors,
    kept_errors: keptErrors ?? null,
    bytes,
    kept_bytes: keptBytes,
    overhead_bytes: overheadBytes,
    billed_bytes: billedBytes,
    shadow_saved_bytes: shadowDroppedBytes,
    delivered,
    refused,
    lost,
    usd: (bytes / BYTES_PER_GB) * usdPerGb,
    kept_usd: (billedBytes / BYTES_PER_GB) * usdPerGb,
  }
}
