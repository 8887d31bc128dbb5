import { z } from '@hono/zod-openapi'
import { parseStatsReport, STATS_PATH } from 'lipservice/protocol'
import { type IngestParts, takeReport } from '../../ingest/ingest.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

/** 20,000 patterns, the most that a report may have, fit. */
const LIMITS = { wireBytes: 1024 * 1024, bytes: 8 * 1024 * 1024 }

const count = z.number().int().nonnegative()
const report = z
  .object({
    service_name: z.string(),
    timestamp: z.number(),
    instance_id: z.string(),
    sequence: count,
    total_logs: count,
    unique_patterns: count,
    patterns: z.array(
      z.object({
        signature: z.string(),
        count,
        sampled_count: count,
        first_seen: z.number(),
        last_seen: z.number(),
        template: z.string().optional(),
        severity_distribution: z.record(z.string(), count).optional(),
        bytes: z.number().optional(),
        sampled_bytes: z.number().optional(),
      }),
    ),
    service_version: z.string().optional(),
    policy_version: count.optional(),
    team_id: count.optional(),
  })
  .openapi('StatsReport', { description: 'Counts since the last report of this instance.' })
const receipt = z
  .object({ policy_version: count.optional(), next_report_seconds: z.number().optional() })
  .openapi('StatsReceipt')

export function statsRoutes(ingest: IngestParts): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: STATS_PATH,
      scopes: ['ingest'],
      summary: 'Takes a report of an SDK; a repeat changes nothing',
      body: { schema: report, limits: LIMITS, checked: false },
      answers: [{ status: 202, description: 'It will be counted', schema: receipt }],
      async handle({ body, principal }) {
        const parsed = parseStatsReport(body, { inPlace: true })
        if (!parsed.ok) throw new Problem(422, parsed.problem)
        const { team_id: teamId } = parsed.value
        if (teamId !== undefined && teamId !== principal.teamId) {
          throw new Problem(403, `this key is of another team than ${teamId}`)
        }
        const answer = await takeReport(ingest, principal.teamId, parsed.value)
        switch (answer.kind) {
          case 'accepted':
            return json(answer.receipt, 202)
          case 'busy':
            throw new Problem(429, 'too much waits to be written', { 'retry-after': String(answer.retryAfterSeconds) })
          case 'too-many-services':
            throw new Problem(403, 'this team has as many services as it may')
        }
      },
    }),
  ]
}
