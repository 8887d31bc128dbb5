import type { FlagReading, ToggleChange } from 'lipservice/posthog-api'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import type { StoredToggle, SwitchMode } from '../../store/contracts/posthog-toggle.js'
import type { Store } from '../../store/store.js'
import type { PostHogJob } from './posthog-job.js'

const ACTOR = 'posthog'
const ACTION = 'posthog.toggled'
/** Somebody may want to switch sampling off as soon as PostHog is there again. */
const MAX_RETRY_SECONDS = 60

export interface ToggleParts {
  readonly store: Pick<Store, 'posthog' | 'services'>
  /** What a service does by its policy alone. */
  readonly ownModeOf: (teamId: number, service: string) => Promise<SwitchMode>
  readonly now: Now
}

/**
 * Reads once a minute what the feature flag says, by one request. What it says is kept with an audit entry for each service that does something
 * else by it; while PostHog does not answer, the last that it said counts.
 */
export function createToggleJob({ store, ownModeOf, now }: ToggleParts): PostHogJob {
  return {
    name: 'toggle',
    maxSeconds: 300,
    async run({ connection: { teamId, revision }, api, posthog }) {
      const found = await api.featureFlags.search(posthog.TOGGLE_KEY)
      if (found.outcome !== 'ok') return { ...found, maxRetrySeconds: retryOf(found.outcome) }
      const reading = posthog.readingOf(found.value.find(({ key }) => key === posthog.TOGGLE_KEY))
      const last = await store.posthog.toggle(teamId)
      const at = epochSeconds(now)
      const next = said(reading, at)
      let switched = 0
      if (!isSame(last, next)) {
        const changes: ToggleChange[] = []
        await posthog.followToggle(reading, undefined, {
          services: () => servicesOf(teamId, (service, own) => posthog.decideMode(service, own, readingOf(last)).mode),
          change: async (change) => void changes.push(change),
        })
        switched = changes.length
        const entries = [teamEntry(teamId, next, reading), ...changes.map((change) => entryOf(teamId, at, change))]
        await store.posthog.setToggle(teamId, revision, next, entries)
      }
      if (reading.state === 'odd') return { outcome: 'refused', message: oddText(reading.why), maxRetrySeconds: 60 }
      return { outcome: 'ok', counts: { switched }, nextSeconds: posthog.TOGGLE_SECONDS }
    },
  }

  async function servicesOf(teamId: number, inForce: (service: string, own: SwitchMode) => SwitchMode) {
    const services = []
    for (const { name: service } of await store.services.ofTeam(teamId)) {
      const own = await ownModeOf(teamId, service)
      services.push({ service, own, inForce: inForce(service, own) })
    }
    return services
  }
}

/** What only a person can mend is asked again as of other jobs. */
const retryOf = (outcome: string): number | undefined =>
  outcome === 'unavailable' || outcome === 'throttled' ? MAX_RETRY_SECONDS : undefined

const oddText = (why: string): string => `the feature flag lipservice-sampling is not understood: ${why}`

/** One that is not there, or not understood, lets own switches count. */
function said(reading: FlagReading, since: number): StoredToggle {
  return reading.state === 'set'
    ? { mode: reading.mode, services: reading.services, since }
    : { mode: 'active', services: new Map(), since }
}

const readingOf = (last: StoredToggle | undefined): FlagReading =>
  last === undefined ? { state: 'absent' } : { state: 'set', mode: last.mode, services: last.services }

/** Without a flag ever before, one that says nothing is nothing new. */
function isSame(last: StoredToggle | undefined, next: StoredToggle): boolean {
  const { mode, services } = last ?? { mode: 'active', services: new Map<string, SwitchMode>() }
  return (
    mode === next.mode &&
    services.size === next.services.size &&
    [...services].every(([service, own]) => next.services.get(service) === own)
  )
}

function teamEntry(teamId: number, { mode, services, since }: StoredToggle, reading: FlagReading): AuditEntry {
  const detail = { flag: reading.state, mode, services: Object.fromEntries(services) }
  const reason = reading.state === 'odd' ? oddText(reading.why) : ''
  return { teamId, at: since, actor: ACTOR, action: ACTION, service: '', reason, detail }
}

const entryOf = (teamId: number, at: number, { service, from, to, by, why }: ToggleChange): AuditEntry => ({
  teamId,
  at,
  actor: ACTOR,
  action: ACTION,
  service,
  reason: why,
  detail: { from, to, by },
})
