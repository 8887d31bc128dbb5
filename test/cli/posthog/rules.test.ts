import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { PostHogRule } from '../../../src/cli/posthog/rules/posthog-rule.js'
import { rulesOfPolicy } from '../../../src/cli/posthog/rules/rules-of-policy.js'
import type { Policy } from '../../../src/protocol/policy.js'
import { runCli } from '../support/run-cli.js'

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
/** What the policy calls them. */
const WIRE = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
} as const
const ROW = { trace: 'DEBUG', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'ERROR' } as const

interface Line {
  readonly service: string
  readonly severity: (typeof SEVERITIES)[number]
  readonly attributes: Readonly<Record<string, string>>
}

/** What PostHog's ingestion makes of a record: the share that is kept, or that a rate limit is asked. */
function verdict(rules: readonly PostHogRule[], { service, severity, attributes }: Line): number | 'limited' {
  let limited = false
  for (const { rule_type: type, scope_service: scope, config } of rules) {
    if (scope !== service) continue
    const { status_gte: status, attribute_predicates: predicates } = config.always_keep
    if (Number(attributes['http.status_code']) >= status) return 1
    if (predicates.some(({ key, op, value }) => (op === 'exists' ? key in attributes : attributes[key] === value)))
      return 1
    if (type === 'severity_sampling') {
      const action = config.actions[ROW[severity]]
      return action.type === 'sample' ? action.rate : action.type === 'keep' ? 1 : 0
    }
    const [group] = (config.filter_group as { values: { values: { key: string; value: string[] }[] }[] }).values
    limited ||= group!.values.every(({ key, value }) => value.includes(key === 'service.name' ? service : severity))
  }
  return limited ? 'limited' : 1
}

const rate = fc.double({ min: 0, max: 1, noNaN: true })
const severityRates = fc.record(
  { TRACE: rate, DEBUG: rate, INFO: rate, WARNING: rate, ERROR: rate, CRITICAL: rate },
  { requiredKeys: [] },
)
const policies: fc.Arbitrary<Policy> = fc.record(
  {
    version: fc.nat(),
    global_rate: rate,
    severity_rates: severityRates,
    mode: fc.constantFrom('active', 'shadow', 'off'),
    budget: fc.record({ bytes_per_second: fc.double({ min: 0, max: 1e12, noNaN: true }) }),
    keep_first: fc.constant({ count: 5, per_seconds: 60 }),
    pattern_rates: fc.constant({ c178fbb9bf4271ab: 0.5 }),
    anomaly_boost: fc.constant(2),
  },
  { requiredKeys: ['version'] },
)
const lines: fc.Arbitrary<Line> = fc.record({
  service: fc.constantFrom('shop', 'other'),
  severity: fc.constantFrom(...SEVERITIES),
  attributes: fc.dictionary(
    fc.constantFrom('http.status_code', 'lipservice.weight', 'lipservice.keep', 'user'),
    fc.constantFrom('200', '503', 'true', '7'),
  ),
})

describe('the drop rules of a policy', () => {
  it('drop no error, nothing of another service, and nothing that an SDK has sampled or the app pinned', () => {
    fc.assert(
      fc.property(policies, lines, (policy, line) => {
        const { rules } = rulesOfPolicy(policy, 'shop')
        const { service, severity, attributes } = line
        const isSafe =
          service === 'other' ||
          severity === 'error' ||
          severity === 'fatal' ||
          'lipservice.weight' in attributes ||
          attributes['lipservice.keep'] === 'true' ||
          attributes['http.status_code'] === '503'
        if (isSafe) expect(verdict(rules, line)).toBe(1)
      }),
    )
  })

  it('keep of each severity what the policy keeps of it, or more where two of them are one', () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...SEVERITIES), (policy, severity) => {
        const kept = verdict(rulesOfPolicy(policy, 'shop').rules, { service: 'shop', severity, attributes: {} })
        const rates = policy.severity_rates ?? {}
        const meant = rates[WIRE[severity]] ?? policy.global_rate ?? 1
        if ((policy.mode ?? 'active') !== 'active' || severity === 'error' || severity === 'fatal') expect(kept).toBe(1)
        else if (kept === 'limited') expect(policy.budget).toBeDefined()
        else if (ROW[severity] === 'DEBUG') expect(kept).toBeGreaterThanOrEqual(meant)
        else expect(kept).toBe(meant)
      }),
    )
  })

  it('are switched off, and of numbers that PostHog takes', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        for (const rule of rulesOfPolicy(policy, 'shop').rules) {
          expect(rule).toMatchObject({ enabled: false, scope_service: 'shop' })
          expect(rule.name.length).toBeLessThanOrEqual(255)
          if (rule.rule_type !== 'rate_limit') continue
          const { kb_per_second: kilobytes } = rule.config
          expect(Number.isInteger(kilobytes) && kilobytes >= 1 && kilobytes <= 1_000_000).toBe(true)
        }
      }),
    )
  })

  it('say of each field that they cannot express that they cannot', () => {
    const whole: Policy = {
      version: 1,
      global_rate: 0.5,
      severity_rates: { TRACE: 0.1, DEBUG: 0.2, INFO: 0 },
      pattern_rates: { c178fbb9bf4271ab: 0.01, d178fbb9bf4271ab: 0 },
      anomaly_boost: 2,
      expires_at: '2026-12-01T00:00:00Z',
      budget: { bytes_per_second: 4_096 },
      pattern_values: { c178fbb9bf4271ab: 4 },
      keep_patterns: ['c178fbb9bf4271ab'],
      keep_first: { count: 5, per_seconds: 60 },
      trace_key: '0123456789abcdef',
      incident_until: '2026-11-26T23:00:00Z',
      merge_rules: [{ template: 'user <+> logged in' }],
      word_families: [{ template: 'user <+> logged in' } as never],
      rules: [{}],
    }
    const fields = new Set(rulesOfPolicy(whole, 'shop').not_expressed.map(({ field }) => field))
    expect([...fields].sort()).toEqual([
      'anomaly_boost',
      'budget',
      'expires_at',
      'guarantees',
      'incident_until',
      'keep_first',
      'keep_patterns',
      'merge_rules',
      'pattern_rates',
      'pattern_values',
      'rules',
      'severity_rates',
      'trace_key',
      'word_families',
    ])
    const little = rulesOfPolicy({ version: 1, keep_patterns: [], merge_rules: [], word_families: [] }, 'shop')
    expect(little.rules).toEqual([])
    expect(new Set(little.not_expressed.map(({ field }) => field))).toEqual(new Set(['guarantees']))
  })

  it('limit by a budget where nothing is thinned by severity', () => {
    const { rules } = rulesOfPolicy({ version: 3, budget: { bytes_per_second: 10_240 } }, 'shop')
    expect(rules).toMatchObject([{ rule_type: 'rate_limit', config: { kb_per_second: 10 } }])
    expect(verdict(rules, { service: 'shop', severity: 'info', attributes: {} })).toBe('limited')
    expect(verdict(rules, { service: 'shop', severity: 'error', attributes: {} })).toBe(1)
  })
})

describe('lipservice posthog rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipservice-rules-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'policy.json')
  const write = (policy: object) => writeFileSync(file, JSON.stringify(policy))

  it('says a plan in words, and that nothing is applied', async () => {
    write({
      version: 8,
      service: 'shop',
      severity_rates: { DEBUG: 0, INFO: 0.25 },
      keep_first: { count: 5, per_seconds: 60 },
    })
    const { out, code } = await runCli(['posthog', 'rules', '--policy', file])
    expect(code).toBe(0)
    for (const line of [
      'A plan to look at: nothing is created or changed.',
      'LipService: shop by severity  severity_sampling, switched off',
      'info              25 % kept',
      'error, fatal      kept',
      'always kept       HTTP status ≥ 500, with lipservice.weight, lipservice.keep = true',
      '- keep_first: the first records of each pattern',
      'Not verified',
    ])
      expect(out).toContain(line)
  })

  it('prints the bodies of rules for machines', async () => {
    write({ version: 8, global_rate: 0.1 })
    const { out } = await runCli(['posthog', 'rules', '--policy', file, '--service', 'shop', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      policy_version: 8,
      service: 'shop',
      rules: [
        {
          rule_type: 'severity_sampling',
          enabled: false,
          scope_service: 'shop',
          config: { actions: { INFO: { type: 'sample', rate: 0.1 }, ERROR: { type: 'keep' } } },
        },
      ],
      unverified: [expect.stringContaining('billed'), expect.any(String)],
    })
  })

  it('wants a service: a rule without one would be one for all', async () => {
    write({ version: 8, global_rate: 0.1 })
    const { err, code } = await runCli(['posthog', 'rules', '--policy', file])
    expect(code).toBe(2)
    expect(err).toContain('which service? name it: --service')
  })

  it('refuses what no SDK would take', async () => {
    write({ version: 8, global_rate: 7 })
    const { err, code } = await runCli(['posthog', 'rules', '--policy', file, '--service', 'shop'])
    expect(code).toBe(2)
    expect(err).toContain('global_rate must be a number 0–1')
  })
})
