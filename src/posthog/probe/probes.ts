import { type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { hogql } from '../api/hogql.js'
import { CANVAS_TAG } from '../canvas/wanted-canvas.js'

/** Something that a project may have or not. Never assumed: asked. */
export interface Probe {
  readonly name: string
  /** What people know it by. */
  readonly title: string
  readonly scope: string
  /** What does not work without it. */
  readonly without: string
  ask(api: PostHogApi, epochMillis: number): Promise<Outcome<unknown>>
}

const HOUR = 3_600_000
const lastHour = (epochMillis: number) => ({ from: new Date(epochMillis - HOUR), to: new Date(epochMillis) })
const day = (epochMillis: number) => new Date(epochMillis).toISOString().slice(0, 10)

/** One request each, and nothing is written. */
export const PROBES: readonly Probe[] = [
  {
    name: 'has_logs',
    title: 'logs are there',
    scope: 'logs:read',
    without: 'nothing can be read of the history',
    ask: (api) => api.logs.hasLogs(),
  },
  {
    name: 'query',
    title: 'HogQL over logs',
    scope: 'query:read',
    without: 'history comes from the logs endpoints: counts by service, patterns of a sample',
    ask: (api, now) =>
      api.query(hogql`SELECT count() FROM logs WHERE timestamp >= ${new Date(now - HOUR)}`, {
        name: 'lipservice probe',
      }),
  },
  {
    name: 'bytes',
    title: 'billed bytes of a record',
    scope: 'query:read',
    without: 'bytes are estimated from the length of the text',
    ask: (api, now) =>
      api.query(hogql`SELECT sum(_bytes_uncompressed) FROM logs WHERE timestamp >= ${new Date(now - HOUR)}`, {
        name: 'lipservice probe',
      }),
  },
  {
    name: 'patterns_stored',
    title: 'stored patterns',
    scope: 'query:read',
    without: 'records are grouped by expressions, which costs more',
    ask: (api, now) =>
      api.query(
        hogql`SELECT pattern_version, count(), countIf(pattern = '') FROM logs WHERE timestamp >= ${new Date(now - HOUR)} GROUP BY pattern_version`,
        { name: 'lipservice probe' },
      ),
  },
  {
    name: 'volume_buckets',
    title: 'counts of 42 days',
    scope: 'query:read',
    without: 'trends reach as far back as the logs do',
    ask: (api) =>
      api.query(hogql`SELECT sum(log_count) FROM posthog.logs_volume_buckets`, { name: 'lipservice probe' }),
  },
  {
    name: 'services',
    title: 'services',
    scope: 'logs:read',
    without: 'services are counted by HogQL alone',
    ask: (api, now) => api.logs.services(lastHour(now)),
  },
  {
    name: 'sparkline',
    title: 'counts and bytes over time',
    scope: 'logs:read',
    without: 'they come from HogQL alone',
    ask: (api, now) => api.logs.sparkline(lastHour(now), 'service'),
  },
  {
    name: 'patterns',
    title: 'patterns of a sample',
    scope: 'logs:read',
    without: 'without HogQL, patterns stay unknown',
    ask: (api, now) => api.logs.patterns(lastHour(now)),
  },
  {
    name: 'views',
    title: 'saved views of logs',
    scope: 'logs:read',
    without: 'no saved views are made',
    ask: (api) => api.logs.views(),
  },
  {
    name: 'drop_rules',
    title: "PostHog's own drop rules",
    scope: 'logs:read',
    without: 'it is not known whether the history is whole',
    ask: (api) => api.logs.samplingRules(),
  },
  {
    name: 'dashboards',
    title: 'dashboards',
    scope: 'dashboard:read',
    without: 'no dashboard is made',
    ask: (api) => api.dashboards.list('lipservice'),
  },
  {
    name: 'insights',
    title: 'insights',
    scope: 'insight:read',
    without: 'no dashboard is made',
    ask: (api) => api.insights.list('lipservice'),
  },
  {
    name: 'annotations',
    title: 'annotations',
    scope: 'annotation:read',
    without: 'changes of a policy are not marked in graphs',
    ask: (api) => api.annotations.search('lipservice'),
  },
  {
    name: 'feature_flags',
    title: 'feature flags',
    scope: 'feature_flag:read',
    without: 'there is no switch in PostHog',
    ask: (api) => api.featureFlags.search('lipservice'),
  },
  {
    name: 'usage',
    title: 'usage on the bill',
    scope: 'billing:read',
    without: 'dollars are by the list price',
    ask: (api, now) => api.billing.usage({ from: day(now - 7 * 24 * HOUR), to: day(now) }),
  },
]

/** What most projects do not have. One request each, and nothing is written. */
export const CANVAS_PROBES: readonly Probe[] = [
  {
    name: 'canvases',
    title: 'canvases',
    scope: 'canvas:read',
    without: 'no canvas is made',
    ask: (api) => api.canvases.search(CANVAS_TAG),
  },
  {
    name: 'spaces',
    title: 'spaces of canvases',
    scope: 'task:read',
    without: 'no canvas is made: there is nowhere to file it',
    ask: (api) => api.canvases.spaces(),
  },
]

/** Nothing of ours, or of anybody's, has this number. */
const NOBODY = 0

/** A change of what is not there: with the right to write the answer is 404, without it 403. Nothing is written either way. */
async function mayWrite(changed: Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
  const outcome = await changed
  return outcome.outcome === 'refused' && outcome.status === 404 ? ok('may write') : outcome
}

/** What a key may write, one request each. */
export const WRITE_PROBES: readonly Probe[] = [
  {
    name: 'write_dashboards',
    title: 'making dashboards',
    scope: 'dashboard:write',
    without: 'no dashboard is made',
    ask: (api) => mayWrite(api.dashboards.update(NOBODY, {})),
  },
  {
    name: 'write_insights',
    title: 'making insights',
    scope: 'insight:write',
    without: 'no dashboard is made',
    ask: (api) => mayWrite(api.insights.update(NOBODY, {})),
  },
  {
    name: 'write_annotations',
    title: 'making annotations',
    scope: 'annotation:write',
    without: 'policies and incidents are not marked',
    ask: (api) => mayWrite(api.annotations.remove(NOBODY)),
  },
  {
    name: 'write_feature_flags',
    title: 'making feature flags',
    scope: 'feature_flag:write',
    without: 'there is no switch in PostHog',
    ask: (api) => mayWrite(api.featureFlags.update(NOBODY, {})),
  },
  {
    name: 'write_views',
    title: 'making saved views of logs',
    scope: 'logs:write',
    without: 'no saved views are made',
    ask: (api) => mayWrite(api.logs.updateView('none', {})),
  },
]
