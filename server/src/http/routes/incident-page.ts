import { z } from '@hono/zod-openapi'
import { createExpectedMinutes } from '../../incidents/expected-minutes.js'
import { incidentDocument } from '../../incidents/incident-document.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { PolicyVersions } from '../../policies/policy-versions.js'
import { READERS } from '../../scope.js'
import type { Finding, StoredIncident } from '../../store/contracts/incidents.js'
import type { Period, Store } from '../../store/store.js'
import { type Resolution, SECONDS } from '../../store/tables.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'
import { incidentSchema } from './incidents.js'
import { shownSummary, summarySchema } from './policy-fields.js'

/** What is shown before an incident began and after it ended. */
const BEFORE_SECONDS = 3_600
const AFTER_SECONDS = 900
/** Minutes are kept for two days: older incidents are shown by the hour. */
const MINUTES_KEPT_SECONDS = 2 * 86_400
const MAX_MINUTES = 12 * 60
const MAX_SERIES = 50
/** So many findings have what was expected of each minute: detectors learn again for each. */
const MAX_EXPECTED = 12
const MAX_VERSIONS = 100

const values = z.array(z.number())
const series = z
  .object({
    signature: z.string().openapi({ description: 'Empty: the service as a whole.' }),
    check: z.string().nullable(),
    expected: z.number().openapi({ description: 'Records in a step, as the finding has it.' }),
    expected_by_step: values.nullable().openapi({
      description:
        'What the history before each step made likely: records, of an error surge errors. null: by the hour, the pattern is new, or twelve findings stand before it.',
    }),
    seen: values,
    kept: values,
    errors: values,
  })
  .openapi('FindingSeries')
const page = z
  .object({
    incident: incidentSchema,
    step: z.enum(['minute', 'hour']),
    times: z.array(z.number().int()).openapi({ description: 'Start of each step, from an hour before it opened.' }),
    series: z
      .array(series)
      .openapi({ description: `One a finding, the first ${MAX_SERIES}; they stand in its order.` }),
    usual: z
      .object({ seconds: z.number(), kept_bytes: z.number() })
      .openapi({ description: 'The hour before it opened.' }),
    during: z.object({ seconds: z.number(), kept_bytes: z.number() }),
    policies: z.array(summarySchema).openapi({ description: 'Versions that were made or moved meanwhile.' }),
  })
  .openapi('IncidentPage')

/** One incident with what was logged and kept around it. */
export function incidentPageRoutes(
  { incidents, counters, sums }: Pick<Store, 'incidents' | 'counters' | 'sums'>,
  versions: PolicyVersions,
  now: Now,
): Endpoint[] {
  const expectedMinutes = createExpectedMinutes(counters, now)

  async function seriesOf(
    incident: StoredIncident,
    finding: Finding,
    step: Resolution,
    period: Period,
    times: number[],
    isExpected: boolean,
  ) {
    const { signature, check, expected } = finding
    const ofOne = signature === '' ? [undefined, undefined] : [signature, check]
    const points = await counters.timeline(incident.serviceId, ofOne[0], step, period, ofOne[1])
    const byStep =
      isExpected && step === 'minute' ? await expectedMinutes(incident.serviceId, finding, period) : undefined
    const byTime = new Map(points.map((point) => [point.time, point]))
    const column = (name: 'seen' | 'kept' | 'errors') => times.map((time) => byTime.get(time)?.[name] ?? 0)
    return {
      signature,
      check: check === '' ? null : check,
      expected: expected * (SECONDS[step] / SECONDS.minute),
      expected_by_step: byStep ?? null,
      seen: column('seen'),
      kept: column('kept'),
      errors: column('errors'),
    }
  }

  async function keptIn(serviceId: number, period: Period) {
    const found = (await sums.of([serviceId], period)).get(serviceId)
    const bytes = found === undefined ? 0 : found.keptBytes + found.overheadBytes
    return { seconds: period.to - period.from, kept_bytes: bytes }
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/incidents/{id}',
      scopes: READERS,
      summary: 'One incident with the series of its findings, what was kept, and what became of the policy meanwhile',
      params: z.object({ id: z.coerce.number().int().positive() }),
      responses: [{ status: 200, description: 'The incident', schema: page }],
      async handle({ params: { id }, principal: { teamId } }) {
        const incident = await incidents.find(teamId, id)
        if (incident === undefined) throw new Problem(404, 'the team has no such incident')
        const seconds = epochSeconds(now)
        const { openedAt, lastAt, resolvedAt, serviceId, service } = incident
        const began = Math.min(openedAt, ...incident.findings.map(({ since }) => since))
        const ended = Math.min(seconds + 1, (resolvedAt ?? lastAt) + AFTER_SECONDS)
        const whole = { from: began - BEFORE_SECONDS, to: Math.max(ended, began + 60) }
        const isOld = seconds - whole.from > MINUTES_KEPT_SECONDS || whole.to - whole.from > MAX_MINUTES * 60
        const step = isOld ? 'hour' : 'minute'
        const size = SECONDS[step]
        const [first, end] = [Math.floor(whole.from / size), Math.ceil(whole.to / size)]
        const steps = { from: first * size, to: end * size }
        const times = Array.from({ length: end - first }, (_, i) => (first + i) * size)
        const shown = incident.findings.slice(0, MAX_SERIES)
        const [all, usual, during, policies] = await Promise.all([
          Promise.all(shown.map((finding, i) => seriesOf(incident, finding, step, steps, times, i < MAX_EXPECTED))),
          keptIn(serviceId, { from: began - BEFORE_SECONDS, to: began }),
          keptIn(serviceId, { from: began, to: Math.max(began + 60, resolvedAt ?? seconds + 1) }),
          versions.history(teamId, service, { limit: MAX_VERSIONS, period: { from: began, to: ended } }),
        ])
        return json({
          incident: incidentDocument(incident),
          step,
          times,
          series: all,
          usual,
          during,
          policies: policies.map(shownSummary),
        })
      },
    }),
  ]
}
