import { MAX_REPORT_BYTES, parseStatsReport, STATS_PATH } from 'lipservice/protocol'
import { busy, type IngestParts, type IngestResult, takeReport } from '../../ingest/ingest.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { statsReceiptSchema, statsReportSchema } from '../protocol-schemas.js'

/** Inflated: 20,000 patterns, the most that a report may have, fit. */
const LIMITS = { wireBytes: MAX_REPORT_BYTES, bytes: 8 * MAX_REPORT_BYTES }

export function statsRoutes(ingest: IngestParts): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: STATS_PATH,
      scopes: ['ingest'],
      summary: 'Takes a report of an SDK; a repeat changes nothing',
      body: { schema: statsReportSchema, limits: LIMITS, checked: false },
      responses: [{ status: 202, description: 'It will be counted', schema: statsReceiptSchema }],
      async admit() {
        if (!(await ingest.pending.room())) throw tooMuchWaits(busy(ingest.pending))
      },
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
            throw tooMuchWaits(answer)
          case 'too-many-services':
            throw new Problem(403, 'this team has as many services as it may')
        }
      },
    }),
  ]
}

function tooMuchWaits({ retryAfterSeconds }: Extract<IngestResult, { kind: 'busy' }>): Problem {
  return new Problem(503, 'too much waits to be written', { 'retry-after': String(retryAfterSeconds) })
}
