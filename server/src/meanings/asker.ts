import { BREAKER_CALLS, pausedUntil } from '../llm/breaker.js'
import type { Meter } from '../llm/metered.js'
import type { Log } from '../log.js'
import type { AskedBy, ModelCaps, StoredExam, TeamModel } from '../store/contracts/models.js'
import type { Store } from '../store/store.js'
import { askRound } from './ask-round.js'
import { examine } from './examine.js'
import { fitsCaps } from './fits-caps.js'
import { type MeteredModel, meteredModel } from './metered-model.js'
import type { NextRounds } from './next-rounds.js'
import { SLUMP_OF, slumpOf } from './refusals.js'
import type { Round } from './rounds.js'
import { raisedEntries, verdictsOfRound } from './verdicts-of-round.js'

export interface AskerParts {
  readonly store: Store
  /** Resolves to what asks. @throws where the package of its provider is missing */
  readonly meter: () => Promise<Meter>
  readonly by: AskedBy
  readonly next: NextRounds
  readonly capsOf: (team: TeamModel | undefined) => ModelCaps
  readonly log: Log
  /** Epoch seconds. */
  readonly now: () => number
}

const ACTOR = 'asker'
const STOPPED = {
  answer: { outcome: 'refused', message: 'it was stopped', status: undefined },
  call: undefined,
} as const

/** Work of the leader: asks about one round of one team at a time. */
export interface Asker {
  step(): Promise<void>
  /** Nothing more is asked, until it is reset. */
  stop(): void
  reset(): void
}

export function createAsker({ store, meter, by, next, capsOf, log, now }: AskerParts): Asker {
  const { models } = store
  let isPaused = false
  let turn = 0
  let problem: string | undefined
  let isStopped = false

  async function step(): Promise<void> {
    if (await pauses()) return
    const [teams, exam] = await Promise.all([models.teams(), models.exam(by)])
    const waits = exam !== undefined && exam.takenAt === undefined ? exam : undefined
    if ((teams.length === 0 && waits === undefined) || !(await loads())) return
    if (waits !== undefined && (await takesExam(waits))) return
    for (let i = 0; i < teams.length; i++) {
      const team = teams[turn++ % teams.length]!
      const round = await next(team.teamId)
      if (round === undefined || !(await fits(team, round))) continue
      await judge(team, round)
      return
    }
  }

  /** Returns whether a model that fails is left alone. That it is, and that it is over, is said once. */
  async function pauses(): Promise<boolean> {
    const until = pausedUntil(await models.outcomes(BREAKER_CALLS))
    const paused = until !== undefined && now() < until
    if (paused && !isPaused)
      log.warn({ model: by.model, until }, 'a language model fails: it is left alone for a while')
    if (!paused && isPaused) log.info({ model: by.model }, 'a language model is asked again')
    isPaused = paused
    return paused
  }

  /** Returns whether the model can be loaded. Why not is said once. */
  async function loads(): Promise<boolean> {
    try {
      await meter()
      problem = undefined
      return true
    } catch (error) {
      const { message } = error as Error
      if (message !== problem) log.error({ err: error, model: by.model }, 'a language model cannot be loaded')
      problem = message
      return false
    }
  }

  /** A round that would be cut off by a cap is not begun: what it took would be for nothing. */
  async function fits(team: TeamModel, round: Round): Promise<boolean> {
    const [{ usual }, spent] = await Promise.all([meter(), models.spent(team.teamId, now())])
    return fitsCaps(round, usual, spent, capsOf(team))
  }

  async function modelFor(
    teamId: number,
    caps: ModelCaps,
    asked: { readonly purpose: string; readonly service: string; readonly signatures: readonly string[] },
  ): Promise<MeteredModel> {
    const who = { teamId, promptVersion: by.promptVersion, question: '', caps, ...asked }
    const { ask, usual } = await meter()
    const asks: Meter = { usual, ask: async (...question) => (isStopped ? STOPPED : ask(...question)) }
    return meteredModel(asks, by.model, who)
  }

  async function judge(team: TeamModel, round: Round): Promise<void> {
    const signatures = round.patterns.map(({ pattern }) => pattern.signature)
    const asked = { purpose: 'meaning', service: round.service, signatures }
    const said = await askRound(await modelFor(team.teamId, capsOf(team), asked), round, models)
    if (said === undefined) return
    const all = { team, round, said, by, at: now() }
    const verdicts = verdictsOfRound(all)
    const passed = (await models.exam(by))?.passed === true
    await models.record(verdicts, raisedEntries(all, verdicts, passed, ACTOR))
    await fallWhereItSlumps(team)
  }

  /** A model that is refused too often is heard by people alone. */
  async function fallWhereItSlumps(team: TeamModel): Promise<void> {
    if (team.mode !== 'raise') return
    const { teamId } = team
    const reason = slumpOf(await models.outcomes(SLUMP_OF, { teamId, purpose: 'meaning' }), team.modeSince)
    if (reason === undefined) return
    const fallen: TeamModel = { ...team, mode: 'suggest', modeSince: now(), updatedAt: now(), updatedBy: ACTOR }
    const detail = { mode: 'suggest', before: team.mode, model: by.model }
    await models.set(fallen, { teamId, at: now(), actor: ACTOR, action: 'model.set', service: '', reason, detail })
    log.warn({ team: teamId, model: by.model, reason }, 'a language model only suggests from now on')
  }

  /** Returns whether its turn is over with this exam. */
  async function takesExam(exam: StoredExam): Promise<boolean> {
    const caps = capsOf(await models.team(exam.teamId))
    const model = await modelFor(exam.teamId, caps, { purpose: 'exam', service: '', signatures: [] })
    const result = await examine(model, exam)
    if (typeof result === 'string') return result === 'fault'
    await models.endExam({ ...exam, takenAt: now(), passed: result.failures.length === 0, result: { ...result } })
    return true
  }

  return {
    step,
    stop() {
      isStopped = true
    },
    reset() {
      isPaused = false
      isStopped = false
    },
  }
}
