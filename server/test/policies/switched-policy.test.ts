import fc from 'fast-check'
import { decideMode, type FlagReading } from 'lipservice/posthog-api'
import { MAX_POLICY_BYTES } from 'lipservice/protocol'
import { describe, expect, it } from 'vitest'
import { acceptPolicy } from '../../../src/control-plane/policy-acceptance.js'
import { servedPolicy } from '../../src/policies/served-policy.js'
import { ownMode, switchedPolicy } from '../../src/policies/switched-policy.js'
import { type StoredToggle, SWITCH_MODES, type SwitchMode } from '../../src/store/contracts/posthog-toggle.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { TEN } from '../support/reports.js'

const NOW = TEN * 1_000
const mode = fc.constantFrom(...SWITCH_MODES)
const name = fc.constantFrom('shop', 'api', '__proto__', 'constructor')
const toggles: fc.Arbitrary<StoredToggle> = fc.record({
  mode,
  services: fc.array(fc.tuple(name, mode)).map((pairs) => new Map(pairs)),
  since: fc.constant(TEN),
})
/** Documents of every kind: of people, of the allocator, expired ones, and such as fill what a policy may have. */
const documents = fc.record(
  {
    mode,
    expires_at: fc.constantFrom(new Date(NOW - 1).toISOString(), new Date(NOW + 60_000).toISOString()),
    reasoning: fc.constantFrom('why', 'w'.repeat(65_500), 'w'.repeat(65_536)),
    budget: fc.constant({ bytes_per_second: 10 }),
    rules: fc.constantFrom(400_000, 458_600, 500_000).map((room) => ['r'.repeat(room)]),
  },
  { requiredKeys: [] },
)
const policyOf = (document: object, service: string): StoredPolicy =>
  ({ version: 7, document: JSON.stringify({ version: 7, service, ...document }) }) as StoredPolicy
const readingOf = ({ mode: said, services }: StoredToggle): FlagReading => ({ state: 'set', mode: said, services })

describe('what an instance is served while its team has a flag', () => {
  it('is in the more careful of both modes, is taken by every SDK, and is otherwise what it would be', () => {
    fc.assert(
      fc.property(name, fc.option(documents), toggles, (service, document, toggle) => {
        const policy = document === null ? undefined : policyOf(document, service)
        fc.pre(policy === undefined || Buffer.byteLength(policy.document) <= MAX_POLICY_BYTES)
        const own: SwitchMode = document?.mode ?? 'active'
        expect(ownMode(policy)).toBe(own)
        const served = switchedPolicy(policy, service, toggle, NOW)
        expect(Buffer.byteLength(served.body)).toBeLessThanOrEqual(MAX_POLICY_BYTES)
        const taken = acceptPolicy(JSON.parse(served.body), { serviceName: service, teamId: undefined }, NOW)
        if (!taken.ok) throw new Error(taken.problem)
        const decided = decideMode(service, own, readingOf(toggle))
        expect(taken.value.mode ?? 'active').toBe(decided.mode)
        expect(taken.value.version).toBe(policy?.version ?? 0)
        const isOver = document?.expires_at !== undefined && Date.parse(document.expires_at) <= NOW
        if (policy !== undefined && decided.by === 'own' && !isOver) expect(served).toEqual(servedPolicy(policy))
        else expect(taken.value.expires_at).toBeUndefined()
        if (policy !== undefined && decided.by === 'flag' && (document?.rules?.[0]?.length ?? 0) < 450_000)
          expect(taken.value.budget).toEqual(document?.budget)
        // Each mode has an ETag of its own: an SDK that has one gets the other.
        const other = switchedPolicy(policy, service, { mode: 'off', services: new Map(), since: TEN }, NOW)
        expect(other.etag === served.etag).toBe(other.body === served.body)
      }),
      { numRuns: 80 },
    )
  })
})
