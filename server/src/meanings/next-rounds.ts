import type { AskedBy } from '../store/contracts/models.js'
import { patternName, type Store } from '../store/store.js'
import { type Round, roundOf } from './rounds.js'
import { worthAsking } from './worth-asking.js'

const DAY_SECONDS = 86_400
const MAX_PATTERNS = 2_000
const MAX_VERDICTS = 10_000
/** A team for which there was nothing to ask is not looked at again before. */
const LOOK_AGAIN_SECONDS = 600

/** Returns what is asked next for a team; `undefined`: nothing. */
export type NextRounds = (teamId: number) => Promise<Round | undefined>

export function createNextRounds(store: Store, by: AskedBy, now: () => number): NextRounds {
  const quiet = new Map<number, number>()

  return async (teamId) => {
    if (now() - (quiet.get(teamId) ?? Number.NEGATIVE_INFINITY) < LOOK_AGAIN_SECONDS) return undefined
    const services = await store.services.active(now() - DAY_SECONDS)
    for (const { id, name } of services.filter((service) => service.teamId === teamId)) {
      const period = { from: now() - DAY_SECONDS, to: now() }
      const [activity, verdicts, overrides] = await Promise.all([
        store.patterns.activity(id, period, MAX_PATTERNS),
        store.models.verdicts({ teamId, service: name, ...by, limit: MAX_VERDICTS }),
        store.overrides.list(teamId, name, now()),
      ])
      const known = new Map(verdicts.map((verdict) => [patternName(verdict), verdict]))
      const patterns = worthAsking({ activity, known, overrides, now: now() })
      // Whichever model is asked: where it answers is no reason for other neighbours.
      if (patterns.length > 0) return roundOf(name, patterns, `${teamId} ${by.promptVersion}`)
    }
    quiet.set(teamId, now())
    return undefined
  }
}
