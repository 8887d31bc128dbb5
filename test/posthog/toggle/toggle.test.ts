import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeatureFlag } from '../../../src/posthog/api/contract/account.js'
import { decideMode } from '../../../src/posthog/toggle/decide-mode.js'
import { type FlagReading, readingOf } from '../../../src/posthog/toggle/flag-reading.js'
import { followToggle, type ToggleChange } from '../../../src/posthog/toggle/follow-toggle.js'
import { readToggle, TOGGLE_KEY } from '../../../src/posthog/toggle/read-toggle.js'
import { moreCareful, type ToggleMode } from '../../../src/posthog/toggle/toggle-mode.js'
import { startApi } from '../api-under-test.js'

const MODES: readonly ToggleMode[] = ['active', 'shadow', 'off']
const ALL = [{ properties: [], rollout_percentage: 100 }]
const flagOf = (filters: object, active = true): FeatureFlag => ({
  id: 1,
  key: TOGGLE_KEY,
  name: '',
  active,
  deleted: false,
  filters: filters as Record<string, unknown>,
})
const set = (mode: ToggleMode, services: Record<string, ToggleMode> = {}): FlagReading => ({
  state: 'set',
  mode,
  services: new Map(Object.entries(services)),
})
const payload = (text: unknown) => flagOf({ groups: ALL, payloads: { true: text } })
const VARIANTS = { variants: MODES.map((mode) => ({ key: mode === 'active' ? 'on' : mode, rollout_percentage: 0 })) }

describe('what a flag says', () => {
  it.each<[string, FeatureFlag | undefined, FlagReading | 'odd']>([
    ['there is none', undefined, { state: 'absent' }],
    ['it was removed', { ...flagOf({ groups: ALL }), deleted: true }, { state: 'absent' }],
    ['it is switched off', flagOf({ groups: ALL }, false), set('off')],
    ['it is on, with no payload', flagOf({ groups: ALL }), set('active')],
    ['a group without a share is for all', flagOf({ groups: [{}] }), set('active')],
    ['it is for nobody', flagOf({ groups: [{ rollout_percentage: 0 }] }), set('off')],
    ['it has no groups', flagOf({}), set('off')],
    ['it is for a half', flagOf({ groups: [{ rollout_percentage: 50 }] }), 'odd'],
    ['it is for some', flagOf({ groups: [{ properties: [{ key: 'email' }], rollout_percentage: 100 }] }), 'odd'],
    ['its groups are none', flagOf({ groups: 'all' }), 'odd'],
    ['a payload', payload('{"mode":"shadow"}'), set('shadow')],
    ['a payload in other letters', payload('{"mode":" Off "}'), set('off')],
    ['a payload that is no text', payload({ mode: 'on' }), set('active')],
    [
      'a payload of services alone',
      payload('{"services":{"shop":"shadow","api":"off"}}'),
      set('active', { shop: 'shadow', api: 'off' }),
    ],
    ['an empty payload', payload(''), set('active')],
    ['a payload that is no JSON', payload('off'), 'odd'],
    ['a payload that is a list', payload('[]'), 'odd'],
    ['a mode that is none', payload('{"mode":"of"}'), 'odd'],
    ['a mode that is no text', payload('{"mode":0}'), 'odd'],
    ['one service of two is not understood', payload('{"mode":"off","services":{"a":"off","b":"no"}}'), 'odd'],
    ['services that are a list', payload('{"services":["a"]}'), 'odd'],
    ['a name that is too long', payload(JSON.stringify({ services: { ['a'.repeat(257)]: 'off' } })), 'odd'],
    ['a payload that is too long', payload(JSON.stringify({ mode: 'off', more: 'a'.repeat(70_000) })), 'odd'],
    ['a variant of the group', flagOf({ groups: [{ variant: 'shadow' }], multivariate: VARIANTS }), set('shadow')],
    [
      'a variant that is for all',
      flagOf({ groups: ALL, multivariate: { variants: [{ key: 'off', rollout_percentage: 100 }] } }),
      set('off'),
    ],
    ['no variant is for all', flagOf({ groups: ALL, multivariate: VARIANTS }), 'odd'],
    ['a variant of another name', flagOf({ groups: [{ variant: 'test' }], multivariate: VARIANTS }), 'odd'],
    [
      "a variant's payload",
      flagOf({ groups: [{ variant: 'on' }], multivariate: VARIANTS, payloads: { on: '{"services":{"a":"off"}}' } }),
      set('active', { a: 'off' }),
    ],
  ])('%s', (_, flag, expected) => {
    const reading = readingOf(flag)
    if (expected === 'odd') expect(reading).toMatchObject({ state: 'odd', why: expect.stringMatching(/.+/) })
    else expect(reading).toEqual(expected)
  })

  it('never throws, and what it does not understand is no wish, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.record({ groups: fc.anything(), payloads: fc.anything(), multivariate: fc.anything() }),
        (some) => {
          const reading = readingOf(flagOf(some))
          if (reading.state === 'set') expect(MODES).toContain(reading.mode)
        },
      ),
    )
  })
})

const reading = fc.oneof(
  fc.constant<FlagReading>({ state: 'absent' }),
  fc.constant<FlagReading>({ state: 'odd', why: 'odd' }),
  fc.constant<FlagReading>({ state: 'unknown', why: 'away' }),
  fc
    .tuple(fc.constantFrom(...MODES), fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(...MODES)))
    .map(([mode, services]) => set(mode, services)),
)
const services = fc.uniqueArray(
  fc.record({
    service: fc.constantFrom('a', 'b', 'c'),
    own: fc.constantFrom(...MODES),
    inForce: fc.constantFrom(...MODES),
  }),
  { selector: ({ service }) => service },
)

/** Has services in memory. */
function portOf(given: readonly { service: string; own: ToggleMode; inForce: ToggleMode }[]) {
  const state = new Map(given.map((one) => [one.service, { ...one }]))
  const audit: ToggleChange[] = []
  const port = {
    services: async () => [...state.values()],
    async change(change: ToggleChange) {
      state.get(change.service)!.inForce = change.to
      audit.push(change)
    },
  }
  return { port, state, audit }
}

describe('flag and own switch', () => {
  it('the more careful of both wins, and a flag never lets a service keep less', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODES), reading, (own, now) => {
        const { mode, by } = decideMode('a', own, now)
        expect(moreCareful(mode, own)).toBe(mode)
        if (now.state === 'set') expect(mode).toBe(moreCareful(own, now.services.get('a') ?? now.mode))
        else expect(mode).toBe(own)
        expect(by).toBe(mode === own ? 'own' : 'flag')
      }),
    )
  })

  it('each change is one entry of the audit; a step after it changes nothing; an outage neither', async () => {
    await fc.assert(
      fc.asyncProperty(services, fc.array(reading, { maxLength: 5 }), async (given, readings) => {
        const { port, state, audit } = portOf(given)
        let last: FlagReading | undefined
        for (const now of [...readings, { state: 'absent' } as const]) {
          const before = new Map([...state].map(([service, { inForce }]) => [service, inForce]))
          const { reading: counts, changes } = await followToggle(now, last, port)
          for (const { service, own, inForce } of state.values()) {
            expect(inForce).toBe(decideMode(service, own, counts).mode)
            const [change] = changes.filter((one) => one.service === service)
            expect(change === undefined).toBe(inForce === before.get(service))
            if (change !== undefined) expect(change).toMatchObject({ from: before.get(service), to: inForce })
          }
          if (now.state === 'unknown' && last !== undefined) expect(changes).toEqual([])
          expect((await followToggle(now, counts, port)).changes).toEqual([])
          last = counts
        }
        expect(audit.every(({ why }) => why.endsWith('.'))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('is read by one request, whatever other flags there are, and PostHog away is no wish', async () => {
    const { fake, api } = await startApi()
    const other = { key: `${TOGGLE_KEY}-2`, name: '', active: false, filters: {} }
    await api.featureFlags.create(other)
    expect(await readToggle(api)).toEqual({ state: 'absent' })
    await api.featureFlags.create({ ...other, key: TOGGLE_KEY, active: true, filters: { groups: ALL } })
    const before = fake.requests.length
    expect(await readToggle(api)).toEqual(set('active'))
    expect(fake.requests.length - before).toBe(1)
    fake.scopes.delete('feature_flag:write')
    expect(await readToggle(api)).toMatchObject({ state: 'unknown', why: expect.stringContaining('feature_flag:read') })
  })
})
