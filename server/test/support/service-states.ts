import { FLAT_PROFILE } from '../../src/budgets/hour-profile.js'
import type { Living } from '../../src/budgets/living.js'
import type { DemandedPattern, ServiceState } from '../../src/control/service-state.js'
import { signatureOf, TEN } from './reports.js'

export function demandedOf(i: number, rest: Partial<DemandedPattern> = {}): DemandedPattern {
  return {
    signature: signatureOf(i),
    template: `thing ${i} happened`,
    perMinute: 1_000,
    surge: 0,
    bytes: 200,
    value: 1,
    protection: undefined,
    lock: undefined,
    isNews: false,
    inIncident: false,
    isWarning: false,
    isLabelled: false,
    ...rest,
  }
}

/** Instances that have been there for long and log alike. */
export function livingOfIds(...ids: string[]): Living {
  const lasting = ids.map((instanceId) => ({
    instanceId,
    firstSeen: 0,
    lastSeen: TEN,
    seconds: 60,
    bytesPerSecond: 1_000,
  }))
  return { ids, lasting, passing: [], stretchSeconds: 900 }
}

/** A service as the control loop sees it: two instances, nothing spent, at ten o'clock. */
export function stateOf(
  name: string,
  patterns: readonly DemandedPattern[],
  rest: Partial<ServiceState> = {},
): ServiceState {
  return {
    service: { id: name.length, teamId: 1, name, firstSeen: 0, lastSeen: TEN },
    current: { active: undefined, candidate: undefined, newest: 0 },
    living: livingOfIds('a', 'b'),
    patterns,
    alwaysKept: new Map(),
    locks: new Map(),
    labels: new Map(),
    ratedCheck: () => '',
    families: undefined,
    profile: FLAT_PROFILE,
    hours: [],
    complete: TEN,
    today: { bytes: 0, records: 0 },
    lately: { bytes: 0, records: 0, seconds: 300, seen: { bytes: 0, records: 0 } },
    ...rest,
  }
}
