import { z } from '@hono/zod-openapi'
import { CLASSES } from 'lipservice/allocation'
import type { PatternName, PatternSummary } from '../../store/store.js'
import { money, shownTotals, totalsFields } from './totals.js'

export const digits = z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 lower-case hex digits')
export const checkQuery = digits.optional().openapi({
  description: 'Of the pattern that has this check only. Default: of all that have the signature.',
})
export const shownCheck = z.string().nullable().openapi({
  description: 'With the signature it names one template, 16 hex digits; null: no SDK has said it.',
})
export const share = z.number().openapi({ description: "Part of the team's bytes in the period, 0–1." })

/** A pattern of a service, with what was seen and kept of it in a period. */
export const patternFields = {
  service: z.string(),
  signature: z.string(),
  check: shownCheck,
  template: z.string(),
  severity: z.string(),
  class: z.enum(CLASSES),
  first_seen: z.number().int(),
  last_seen: z.number().int(),
  first_version: z.string().nullable(),
  call_site: z
    .string()
    .nullable()
    .openapi({ description: 'Where it is logged, as `src/pay.ts:42`; null: no instance has said it.' }),
  bytes_share: share,
  ...totalsFields,
}

export function shownPattern(found: PatternSummary, bytesShare: number, usdPerGb: number) {
  return {
    service: found.service,
    signature: found.signature,
    check: checkOf(found),
    template: found.template,
    severity: found.severity,
    class: found.class,
    first_seen: found.firstSeen,
    last_seen: found.lastSeen,
    first_version: found.firstVersion ?? null,
    call_site: found.callSite ?? null,
    bytes_share: bytesShare,
    ...shownTotals(found),
    ...money(found, usdPerGb),
  }
}

export function checkOf({ check }: PatternName): string | null {
  return check === '' ? null : check
}

export function shareOf(bytes: number, all: number): number {
  return all === 0 ? 0 : bytes / all
}
