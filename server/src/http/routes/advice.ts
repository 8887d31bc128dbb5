import { z } from '@hono/zod-openapi'
import type { Advice, AdviceKind } from 'lipservice/allocation'
import type { Now } from '../../internal/clock.js'
import { sourceAdvice } from '../../savings/source-advice.js'
import type { PriceOf } from '../../savings/team-price.js'
import { READERS } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { shownCheck } from './pattern-fields.js'
import { periodFields, periodOf } from './period.js'
import { patternsOfPeriod } from './service-savings.js'

/** The largest by bytes. What is smaller costs nothing. */
const MAX_PATTERNS = 5_000

/** Reports do not say which fields records have: the server gives no advice about one. */
const KINDS = [
  'debug',
  'level',
  'format_string',
  'large_records',
  'loop',
  'duplicate',
] as const satisfies readonly Exclude<AdviceKind, 'field'>[]

const usd = z.number().nullable()
const advice = z
  .object({
    kind: z.enum(KINDS).openapi({
      description:
        '`debug`: log it at debug. `level`: DEBUG is sent. `format_string`: a word in the text makes a pattern of each value. `large_records`: fields double it. `loop`: it is logged in a loop. `duplicate`: several services log it.',
    }),
    template: z.string().openapi({ description: 'Of `format_string` with `<+>` for the words that vary.' }),
    signature: z.string().nullable(),
    check: shownCheck,
    services: z.array(z.string()).openapi({ description: 'Which log it.' }),
    call_site: z
      .string()
      .nullable()
      .openapi({ description: 'Where it is logged, as `src/pay.ts:42`; null: no instance has said it.' }),
    records: z.number().openapi({ description: 'Logged in the period.' }),
    bytes: z.number().openapi({ description: 'Sent in the period, after sampling.' }),
    share: z.number().openapi({ description: 'Part of all bytes that are sent, 0–1.' }),
    saved_bytes: z.number().openapi({ description: 'Of them, what mending it saves; 0: nothing by itself.' }),
    usd_per_month: usd.openapi({ description: 'What it costs at this pace; null: no price, or less than an hour.' }),
    saved_usd_per_month: usd.openapi({ description: 'Of that, what mending it saves.' }),
    patterns: z.number().int().nullable().openapi({ description: 'Of `format_string`: how many it makes.' }),
    example: z.string().nullable().openapi({ description: 'Of `format_string`: one of them.' }),
    bytes_per_record: z.number().nullable().openapi({ description: 'Of `large_records`.' }),
    usual_bytes: z.number().nullable().openapi({ description: 'Of `large_records`: of half of all records.' }),
    times: z.number().nullable().openapi({ description: 'Of `loop`: how many times as often as `beside`.' }),
    beside: z.string().nullable().openapi({ description: 'Of `loop`: the line of its service that comes next.' }),
  })
  .openapi('Advice')

/** What to mend in code, by what it costs. */
export function adviceRoutes(store: Store, now: Now, priceOf: PriceOf): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/advice',
      scopes: READERS,
      summary: `What to mend where it is logged, what saves most first; by arithmetic alone, of the ${MAX_PATTERNS} largest patterns`,
      query: z.object({ ...periodFields, service: z.string().min(1).max(256).optional() }),
      responses: [{ status: 200, description: 'Advice', schema: z.object({ advice: z.array(advice) }) }],
      async handle({ query, principal }) {
        const { service } = query
        if (service !== undefined && (await store.services.find(principal.teamId, service)) === undefined)
          throw new Problem(404, 'the team has no such service')
        const period = periodOf(query, now())
        const patterns = await patternsOfPeriod(store, principal.teamId, period, service, MAX_PATTERNS)
        const { usdPerGb } = await priceOf(principal.teamId)
        const found = sourceAdvice(patterns, period, Math.floor(now() / 1000), usdPerGb)
        const sites = new Map(patterns.map((one) => [placeOf(one.service, one), one.callSite]))
        return json({ advice: found.flatMap((one) => shown(one, callSiteOf(one, sites))) })
      },
    }),
  ]
}

function placeOf(
  service: string,
  { signature, check = '' }: { signature?: string | undefined; check?: string | undefined },
): string {
  return [service, signature, check].join(' ')
}

/** Returns where a pattern is logged, in the first service that says so. */
function callSiteOf(one: Advice, sites: ReadonlyMap<string, string | undefined>): string | null {
  return one.services.map((service) => sites.get(placeOf(service, one))).find((site) => site !== undefined) ?? null
}

function shown(one: Advice, callSite: string | null): z.infer<typeof advice>[] {
  if (one.kind === 'field') return []
  return [
    {
      kind: one.kind,
      template: one.template,
      signature: one.signature ?? null,
      check: one.check === undefined || one.check === '' ? null : one.check,
      services: [...one.services],
      call_site: callSite,
      records: one.records,
      bytes: one.bytes,
      share: one.share,
      saved_bytes: one.savedBytes,
      usd_per_month: one.usd ?? null,
      saved_usd_per_month: one.savedUsd ?? null,
      patterns: one.kind === 'format_string' ? one.patterns : null,
      example: one.kind === 'format_string' ? one.example : null,
      bytes_per_record: one.kind === 'large_records' ? one.bytesPerRecord : null,
      usual_bytes: one.kind === 'large_records' ? one.usualBytes : null,
      times: one.kind === 'loop' ? one.times : null,
      beside: one.kind === 'loop' ? one.beside : null,
    },
  ]
}
