import type { Policy } from '../../../protocol/policy.js'
import { fieldsNotExpressed } from './not-expressed.js'
import type {
  AlwaysKeep,
  NotExpressed,
  PostHogRule,
  RateLimitRule,
  RuleSeverity,
  RulesPlan,
  SeverityAction,
  SeveritySamplingRule,
} from './posthog-rule.js'

const BYTES_PER_KB = 1_024
const MAX_KB_PER_SECOND = 1_000_000
const MAX_NAME = 255

/** What an SDK has sampled already stands for others: thinned once more, its weights would be wrong. */
const ALWAYS_KEEP: AlwaysKeep = {
  status_gte: 500,
  attribute_predicates: [
    { key: 'lipservice.weight', op: 'exists' },
    { key: 'lipservice.keep', op: 'eq', value: 'true' },
  ],
}

const UNVERIFIED = [
  "whether what a rule drops is billed all the same: in PostHog's source the credit for it is off by default",
  'whether `sample` can still be chosen: the API takes it, the form in PostHog does not offer it any more',
]

const OF_SEVERITY: NotExpressed = {
  field: 'budget',
  why: 'a rule by severity decides every record of the service, so that a rate limit behind it is never asked',
}

/**
 * Returns the drop rules of PostHog that come closest to a policy, for a service that has no SDK, and what they cannot say. No rule drops what is
 * an error, or what an SDK has sampled; each is switched off.
 */
export function rulesOfPolicy(policy: Policy, service: string): RulesPlan {
  const { mode = 'active' } = policy
  const notExpressed = [...fieldsNotExpressed(policy), ...guaranteesNotExpressed()]
  const plan = (rules: readonly PostHogRule[], more: readonly NotExpressed[] = []): RulesPlan => ({
    service,
    rules,
    not_expressed: [...more, ...notExpressed],
    unverified: UNVERIFIED,
  })
  if (mode !== 'active')
    return plan([], [{ field: 'mode', why: `${mode}: everything is kept, there is nothing to drop` }])
  const severities = severityRule(policy, service)
  const limit = rateLimit(policy, service)
  if (severities === undefined) return plan(limit === undefined ? [] : [limit])
  const more = [...mergedSeverities(policy), ...droppedWhole(severities)]
  return plan([severities], [...(limit === undefined ? [] : [OF_SEVERITY]), ...more])
}

/** `undefined`: nothing is thinned by severity. */
function severityRule(policy: Policy, service: string): SeveritySamplingRule | undefined {
  const rate = rateIn(policy)
  const actions: Record<RuleSeverity, SeverityAction> = {
    // One row for two severities: the larger rate drops nothing that the policy keeps.
    DEBUG: actionOf(Math.max(rate('TRACE'), rate('DEBUG'))),
    INFO: actionOf(rate('INFO')),
    WARN: actionOf(rate('WARNING')),
    ERROR: { type: 'keep' },
  }
  if (Object.values(actions).every(({ type }) => type === 'keep')) return undefined
  return {
    name: nameOf('by severity', service),
    enabled: false,
    rule_type: 'severity_sampling',
    scope_service: service,
    config: { actions, always_keep: ALWAYS_KEEP },
  }
}

type Severity = keyof NonNullable<Policy['severity_rates']>

const rateIn =
  ({ severity_rates: rates, global_rate: all }: Policy) =>
  (severity: Severity): number =>
    rates?.[severity] ?? all ?? 1

function actionOf(rate: number): SeverityAction {
  if (rate >= 1) return { type: 'keep' }
  return rate <= 0 ? { type: 'drop' } : { type: 'sample', rate }
}

function mergedSeverities(policy: Policy): NotExpressed[] {
  const rate = rateIn(policy)
  if (rate('TRACE') === rate('DEBUG')) return []
  return [
    { field: 'severity_rates', why: 'TRACE and DEBUG are one severity in a rule: it has the larger rate of both' },
  ]
}

function droppedWhole({ config }: SeveritySamplingRule): NotExpressed[] {
  const severities = Object.entries(config.actions).flatMap(([severity, { type }]) => (type === 'drop' ? severity : []))
  if (severities.length === 0) return []
  const why = `${severities.join(', ')}: dropped whole, where an SDK keeps the first records of each pattern`
  return [{ field: 'severity_rates', why }]
}

/** Errors are no part of it: beyond a rate limit everything is dropped. */
function rateLimit({ budget }: Policy, service: string): RateLimitRule | undefined {
  if (budget === undefined) return undefined
  const kilobytes = Math.ceil(budget.bytes_per_second / BYTES_PER_KB)
  const filters = [
    { key: 'service.name', type: 'log_resource_attribute', operator: 'exact', value: [service] },
    { key: 'severity_level', type: 'log', operator: 'exact', value: ['trace', 'debug', 'info', 'warn'] },
  ]
  return {
    name: nameOf('at most', service),
    enabled: false,
    rule_type: 'rate_limit',
    scope_service: service,
    config: {
      kb_per_second: Math.min(MAX_KB_PER_SECOND, Math.max(1, kilobytes)),
      filter_group: { type: 'AND', values: [{ type: 'AND', values: filters }] },
      always_keep: ALWAYS_KEEP,
    },
  }
}

function guaranteesNotExpressed(): NotExpressed[] {
  return [
    {
      field: 'guarantees',
      why: 'an error is known by its severity alone: one that is logged at a lower level may be dropped',
    },
    { field: 'guarantees', why: 'nothing says how many records a kept one stands for: counts cannot be rebuilt' },
    { field: 'guarantees', why: 'records are dropped when they have been sent: the service pays for sending them' },
  ]
}

function nameOf(what: string, service: string): string {
  return `LipService: ${service} ${what}`.slice(0, MAX_NAME)
}
