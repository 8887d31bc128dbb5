import type { AuditEntry } from '../store/contracts/audit.js'
import type { AskedBy, StoredVerdict, TeamModel } from '../store/contracts/models.js'
import { patternName } from '../store/store.js'
import type { Pass } from './ask-round.js'
import { decide } from './decide.js'
import type { Round } from './rounds.js'

/** What a round came to. `at`: seconds since the epoch. */
export interface RoundSaid {
  readonly team: TeamModel
  readonly round: Round
  readonly said: readonly Pass[]
  readonly by: AskedBy
  readonly at: number
}

/** Returns what is written down of each pattern of a round. */
export function verdictsOfRound({ team, round, said, by, at }: RoundSaid): StoredVerdict[] {
  return round.patterns.map((asked): StoredVerdict => {
    const [a, b] = said.map((pass) => pass.get(patternName(asked.pattern)))
    const { signature, check, severity, bytes } = asked.pattern
    return {
      teamId: team.teamId,
      service: round.service,
      signature,
      check,
      ...by,
      severity,
      wordClass: asked.words,
      a: a && { class: a.class, sure: a.sure },
      b: b && { class: b.class, sure: b.sure },
      why: a?.why ?? '',
      bytesPerDay: bytes,
      attempts: a === undefined || b === undefined ? asked.attempts + 1 : 0,
      askedAt: at,
      decided: undefined,
      decidedBy: '',
      decidedAt: 0,
    }
  })
}

/** Returns what the audit says of verdicts that count by themselves, with both answers. @param passed whether the model has passed its exam */
export function raisedEntries(
  { team, round, by, at }: RoundSaid,
  verdicts: readonly StoredVerdict[],
  passed: boolean,
  actor: string,
): AuditEntry[] {
  const raised = verdicts.filter(
    ({ a, b, wordClass: words }) =>
      decide({ a, b, words, isPersons: false, mode: team.mode, passed }).effect === 'raise',
  )
  if (raised.length === 0) return []
  const patterns = raised.map(({ signature, check, wordClass, a, b }) => ({ signature, check, words: wordClass, a, b }))
  return [
    {
      teamId: team.teamId,
      at,
      actor,
      action: 'model.raised',
      service: round.service,
      reason: 'both passes agree',
      detail: { model: by.model, prompt_version: by.promptVersion, patterns },
    },
  ]
}
