import { z } from '@hono/zod-openapi'
import { importHours } from '../../imports/import-hours.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { patternName, type Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { reason } from './reason-field.js'

const LIMITS = { wireBytes: 2 * 1024 * 1024, bytes: 16 * 1024 * 1024 }
const HOUR_SECONDS = 3_600
const MAX_HOURS = 48
const MAX_PATTERNS = 5_000
const MAX_COUNT = 1e12

const digits = (name: string) => z.string().regex(/^[0-9a-f]{16}$/, `${name} must be 16 hex digits`)
const count = z.number().int().nonnegative().max(MAX_COUNT)
const bytes = z.number().int().nonnegative().max(1e15)
const ENDS = ['added', 'repeated', 'imported', 'reported', 'too_old', 'too_recent'] as const

const body = z
  .object({
    import_id: z
      .string()
      .regex(/^[\w.:-]{8,100}$/, 'must be 8–100 letters, digits, _ . : or -')
      .openapi({ description: 'Names the import: what is repeated with it changes nothing.' }),
    reason: reason.optional(),
    hours: z
      .array(
        z.object({
          hour: z
            .number()
            .int()
            .positive()
            .multipleOf(HOUR_SECONDS)
            .openapi({ description: 'Its start, epoch seconds.' }),
          patterns: z
            .array(
              z.object({
                signature: digits('signature'),
                check: digits('check'),
                template: z.string().min(1).max(2_000),
                severity: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']),
                seen: count,
                kept: count,
                bytes,
                kept_bytes: bytes,
                errors: count.default(0),
              }),
            )
            .min(1)
            .max(MAX_PATTERNS),
        }),
      )
      .min(1)
      .max(MAX_HOURS),
  })
  .openapi('ImportedHours')

const answer = z.object({
  records: z.number().int().openapi({ description: 'Records of the hours that were added.' }),
  hours: z.array(
    z.object({
      hour: z.number().int(),
      end: z.enum(ENDS).openapi({
        description:
          'added; repeated: this import has added it before; imported: another one has; reported: instances reported in it; too_old: more than 48 hours ago; too_recent: not over for 15 minutes.',
      }),
    }),
  ),
})

/** Hours that were counted elsewhere, such as in PostHog. */
export function importedHoursRoutes(store: Store, now: Now, maxServices: number): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/v1/services/{service}/past/hours',
      scopes: ['admin'],
      summary:
        'Gives a service hours that were counted elsewhere, each once by import_id; hours that instances reported in are skipped, and the answer says so',
      params: z.object({ service: z.string().min(1).max(256) }),
      body: { schema: body, limits: LIMITS, checked: true },
      responses: [{ status: 200, description: 'What became of each hour', schema: answer }],
      async handle({
        params: { service },
        principal: { teamId, keyId },
        body: { import_id: importId, hours, reason },
      }) {
        const at = epochSeconds(now)
        for (const [i, { patterns }] of hours.entries()) {
          const names = new Set<string>()
          for (const [k, pattern] of patterns.entries()) {
            if (names.has(patternName(pattern)))
              throw new Problem(422, `body.hours[${i}].patterns[${k}] names a pattern that is there already`)
            names.add(patternName(pattern))
          }
        }
        const serviceId = await store.services.ensure(teamId, service, at, maxServices)
        if (serviceId === undefined) throw new Problem(409, `the team has ${maxServices} services already`)
        const ends = await importHours(store, {
          serviceId,
          importId,
          now: at,
          hours: hours.map(({ hour, patterns }) => ({
            hour,
            patterns: patterns.map(({ kept_bytes: keptBytes, ...pattern }) => ({ ...pattern, keptBytes })),
          })),
          entry: { teamId, at, actor: keyId, action: 'past.imported', service, reason: reason ?? '' },
        })
        return json({
          records: ends.reduce((sum, { records }) => sum + records, 0),
          hours: ends.map(({ hour, end }) => ({ hour, end })),
        })
      },
    }),
  ]
}
