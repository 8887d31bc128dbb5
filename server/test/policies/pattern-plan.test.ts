import { describe, expect, it } from 'vitest'
import { patternPlansOf } from '../../src/policies/pattern-plan.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { signatureOf, TEN } from '../support/reports.js'

const [exempt, security, audit, novel, incident, locked, thinned, free] = Array.from({ length: 8 }, (_, i) =>
  signatureOf(i),
) as [string, string, string, string, string, string, string, string]

function policyOf(document: object, forecast?: object): StoredPolicy {
  return {
    version: 1,
    document: JSON.stringify({ version: 1, ...document }),
    kind: 'plan',
    stage: 'active',
    stageAt: TEN,
    stageReason: '',
    stages: [],
    canaryShare: 0,
    forecast: forecast && JSON.stringify(forecast),
    createdAt: TEN,
    createdBy: 'k',
    restoredFrom: undefined,
  }
}

describe('what a policy makes of a pattern', () => {
  const of = (signature: string, name = 'unknown', severity = 'INFO') => ({
    signature,
    check: '',
    class: name,
    severity,
  })

  it('is said with why', () => {
    const planOf = patternPlansOf(
      policyOf(
        {
          keep_patterns: [exempt, security, audit, novel, incident],
          pattern_rates: { [locked]: 0.5, [thinned]: 0.125 },
          pattern_values: { [locked]: 1e6, [thinned]: 2 },
        },
        { kept_for: 'xsani', locked: [locked] },
      ),
    )
    const whys = [exempt, security, audit, novel, incident, locked, thinned, free].map((one) => planOf(of(one)).why)
    expect(whys).toEqual(['exempt', 'security', 'audit', 'novel', 'incident', 'locked', 'thinned', 'free'])
    expect(planOf(of(exempt))).toEqual({ why: 'exempt', value: 1, ceiling: 1, keptWhole: true })
    expect(planOf(of(locked))).toEqual({ why: 'locked', value: 1e6, ceiling: 0.5, keptWhole: false })
    expect(planOf(of(thinned))).toEqual({ why: 'thinned', value: 2, ceiling: 0.125, keptWhole: false })
    expect(planOf(of(thinned, 'error'))).toMatchObject({ why: 'error', ceiling: 1, keptWhole: true })
  })

  it('is known of a policy of a person too, and where there is none', () => {
    const planOf = patternPlansOf(
      policyOf({ keep_patterns: [security, exempt], severity_rates: { DEBUG: 0.1 }, global_rate: 0.5 }),
    )
    expect(planOf(of(security, 'security')).why).toBe('security')
    expect(planOf(of(exempt)).why).toBe('exempt')
    expect(planOf(of(free, 'debug', 'DEBUG'))).toMatchObject({ why: 'thinned', ceiling: 0.1 })
    expect(planOf(of(free))).toMatchObject({ why: 'thinned', ceiling: 0.5 })
    expect(patternPlansOf(undefined)(of(free))).toEqual({ why: 'free', value: 1, ceiling: 1, keptWhole: false })
  })
})
