import { z } from '@hono/zod-openapi'
import { importBackfill, MAX_BACKFILL_HOURS } from '../../imports/backfill.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { patternName, type Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { reason } from './reason-field.js'

const LIMITS = { wireBytes: 2 * 1024 * 1024, bytes: 8 * 1024 * 1024 }
const MAX_PATTERNS = 5_000
const MAX_PER_MINUTE = 1e9

const perMinute = z.number().nonnegative().max(MAX_PER_MINUTE)
const body = z
  .object({
    hours: z.number().int().min(1).max(MAX_BACKFILL_HOURS),
    until: z.number().int().positive().optional().openapi({ description: 'Epoch seconds. Default: now.' }),
    overhead_bytes_per_record: z
      .number()
      .nonnegative()
      .max(1e6)
      .default(0)
      .openapi({ description: 'What stamps and batches added to each kept record.' }),
    reason: reason.optional(),
    patterns: z
      .array(
        z.object({
          signature: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits'),
          check: z
            .string()
            .regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits')
            .optional()
            .openapi({
              description: 'As SDKs report it. Default: that of nobody, which older SDKs are counted under.',
            }),
          template: z.string().min(1).max(2_000),
          severity: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']),
          per_minute: perMinute,
          bytes_per_minute: z.number().nonnegative().max(1e12),
          errors_per_minute: perMinute.default(0),
          kept_share: z.number().min(0).max(1).default(1),
        }),
      )
      .min(1)
      .max(MAX_PATTERNS),
  })
  .openapi('Backfill')

/** Counts that a service had before it came here. */
export function backfillRoutes(store: Store, now: Now, maxServices: number): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/v1/services/{service}/past',
      scopes: ['admin'],
      summary:
        'Gives a service up to two days of counts from elsewhere, evenly spread, so that forecasts and anomalies need not wait; a repeat adds them again',
      params: z.object({ service: z.string().min(1).max(256) }),
      body: { schema: body, limits: LIMITS, checked: true },
      responses: [
        { status: 200, description: 'How many records that were', schema: z.object({ records: z.number().int() }) },
      ],
      async handle({ params: { service }, principal: { teamId, keyId }, body: backfill }) {
        const { hours, until, reason, patterns } = backfill
        const at = epochSeconds(now)
        if (until !== undefined && until > at) throw new Problem(422, 'body.until must not be in the future')
        if (until !== undefined && until < at - (MAX_BACKFILL_HOURS - hours) * 3_600)
          throw new Problem(422, `body.until and body.hours reach back more than ${MAX_BACKFILL_HOURS} hours`)
        const names = new Set<string>()
        for (const [i, { signature, check = '' }] of patterns.entries()) {
          if (names.has(patternName({ signature, check })))
            throw new Problem(422, `body.patterns[${i}] names a pattern that is there already`)
          names.add(patternName({ signature, check }))
        }
        const serviceId = await store.services.ensure(teamId, service, at, maxServices)
        if (serviceId === undefined) throw new Problem(409, `the team has ${maxServices} services already`)
        const records = await importBackfill(store, {
          serviceId,
          hours,
          until: until ?? at,
          overheadPerRecord: backfill.overhead_bytes_per_record,
          patterns: patterns.map((pattern) => ({
            signature: pattern.signature,
            check: pattern.check,
            template: pattern.template,
            severity: pattern.severity,
            perMinute: pattern.per_minute,
            bytesPerMinute: pattern.bytes_per_minute,
            errorsPerMinute: pattern.errors_per_minute,
            keptShare: pattern.kept_share,
          })),
          entry: { teamId, at, actor: keyId, action: 'past.imported', service, reason: reason ?? '' },
        })
        return json({ records })
      },
    }),
  ]
}
