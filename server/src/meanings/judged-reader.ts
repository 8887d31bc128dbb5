import type { PatternClass } from 'lipservice/allocation'
import type { Judged, JudgedReader } from '../control/service-state.js'
import type { AskedBy, StoredVerdict } from '../store/contracts/models.js'
import { patternName, type Store } from '../store/store.js'
import { decide } from './decide.js'

const DAY_SECONDS = 86_400
/** Of a service, and for each day since its team has said so. */
const MAX_RAISED_A_DAY = 50
const MAX_VERDICTS = 10_000
/** Asked again after 90 days: until then, and two weeks more, what was said holds. */
const HOLDS_SECONDS = 104 * DAY_SECONDS
const REVERT_SECONDS = DAY_SECONDS

/** Returns what reads the classes that a model raises patterns of a service to, where its team wants that and the model may. */
export function createJudgedReader(
  { models, policies }: Pick<Store, 'models' | 'policies'>,
  by: AskedBy,
): JudgedReader {
  return async ({ teamId, name: service }, now): Promise<Judged | undefined> => {
    const team = await models.team(teamId)
    if (team?.mode !== 'raise') return undefined
    const [exam, verdicts, [reverted]] = await Promise.all([
      models.exam(by),
      models.verdicts({ teamId, service, ...by, limit: MAX_VERDICTS }),
      policies.summaries(teamId, service, { kinds: ['revert'], limit: 1 }),
    ])
    const passed = exam?.passed === true
    if (!passed || verdicts.length === 0) return undefined
    // What was taken back may have been taken back for this.
    if (reverted !== undefined && now - reverted.createdAt < REVERT_SECONDS) return undefined
    const raised = verdicts.flatMap((verdict): [StoredVerdict, PatternClass][] => {
      if (now - verdict.askedAt > HOLDS_SECONDS) return []
      const { a, b, wordClass: words, decided } = verdict
      const decision = decide({ a, b, words, isPersons: decided !== undefined, mode: team.mode, passed })
      return decision.effect === 'raise' ? [[verdict, decision.meaning]] : []
    })
    const days = 1 + Math.max(0, Math.floor((now - team.modeSince) / DAY_SECONDS))
    const heard = raised
      .toSorted(([a], [b]) => a.askedAt - b.askedAt || (patternName(a) < patternName(b) ? -1 : 1))
      .slice(0, MAX_RAISED_A_DAY * days)
    return { model: by.model, classes: new Map(heard.map(([verdict, meaning]) => [patternName(verdict), meaning])) }
  }
}
