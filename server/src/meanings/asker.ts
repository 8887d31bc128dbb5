import { BREAKER_CALLS, pausedUntil } from '../llm/breaker.js'
import type { Meter } from '../llm/metered.js'
import type { Model } from '../llm/model.js'
import type { Log } from '../log.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import type { AskedBy, ModelCaps, SaidClass, StoredExam, StoredVerdict, TeamModel } from '../store/contracts/models.js'
import type { Store } from '../store/store.js'
import { askBatch } from './ask-batch.js'
import { decide } from './decide.js'
import { takeExam } from './exam.js'
import type { NextRounds } from './next-rounds.js'
import { promptFor } from './prompt.js'
import type { Round } from './rounds.js'
import { randomOf } from './seeded-random.js'

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
/** Of the last batches so many may be refused. */
const SLUMP_OF = 20
const SLUMP = 5
const REFUSED: ReadonlySet<string> = new Set(['invalid', 'implausible', 'canary'])
/** What a batch came to where its answer was looked at. */
const isJudged = (outcome: string) => outcome === 'taken' || REFUSED.has(outcome)

/** Of these the network is to blame, or a cap. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'overloaded', 'refused', 'redirected'])

/** Work of the leader: asks about one round of one team at a time. */
export interface Asker {
  step(): Promise<void>
  reset(): void
}

export function createAsker({ store, meter, by, next, capsOf, log, now }: AskerParts): Asker {
  const { models } = store
  let isPaused = false
  let turn = 0
  let problem: string | undefined

  async function step(): Promise<void> {
    const until = pausedUntil(await models.outcomes(BREAKER_CALLS))
    const pauses = until !== undefined && now() < until
    if (pauses && !isPaused)
      log.warn({ model: by.model, until }, 'a language model fails: it is left alone for a while')
    if (!pauses && isPaused) log.info({ model: by.model }, 'a language model is asked again')
    isPaused = pauses
    if (pauses) return
    const [teams, exam] = await Promise.all([models.teams(), models.exam(by)])
    const waits = exam !== undefined && exam.takenAt === undefined ? exam : undefined
    if ((teams.length === 0 && waits === undefined) || !(await loads())) return
    if (waits !== undefined && (await examine(waits))) return
    for (let i = 0; i < teams.length; i++) {
      const team = teams[turn++ % teams.length]!
      const round = await next(team.teamId)
      if (round === undefined || !(await fits(team, round))) continue
      await judge(team, round)
      return
    }
  }

  /** Returns a model whose calls are metered, for one purpose, and the last of them. */
  async function modelFor(
    team: TeamModel | { teamId: number },
    purpose: string,
    service: string,
    signatures: readonly string[],
  ) {
    const { ask } = await meter()
    const caps = capsOf('mode' in team ? team : await models.team(team.teamId))
    const who = { teamId: team.teamId, service, purpose, promptVersion: by.promptVersion, signatures, caps }
    const last: { call: number | undefined; capped: boolean } = { call: undefined, capped: false }
    const model: Pick<Model, 'name' | 'ask'> = {
      name: by.model,
      async ask(prompt) {
        const { answer, call } = await ask(who, prompt)
        Object.assign(last, { call, capped: answer.outcome === 'capped' })
        if (answer.outcome === 'capped')
          return { outcome: 'refused', message: 'it would go over a cap', status: undefined }
        return answer
      },
    }
    return { model, last }
  }

  /** A round that would be cut off by a cap is not begun: what it took would be for nothing. */
  async function fits(team: TeamModel, { passes }: Round): Promise<boolean> {
    const [{ usual }, { day, month }] = await Promise.all([meter(), models.spent(team.teamId, now())])
    const caps = capsOf(team)
    const uses = passes.flat().map((batch) => usual(promptFor(batch.map(({ line }) => line))))
    const tokens = uses.reduce((sum, { tokensIn, tokensOut }) => sum + tokensIn + tokensOut, 0)
    const microUsd = uses.reduce((sum, one) => sum + one.microUsd, 0)
    return (
      day.tokens + tokens <= caps.tokensPerDay &&
      day.microUsd + microUsd <= caps.microUsdPerDay &&
      month.microUsd + microUsd <= caps.microUsdPerMonth
    )
  }

  async function judge(team: TeamModel, round: Round): Promise<void> {
    const signatures = round.patterns.map(({ pattern }) => pattern.signature)
    const { model, last } = await modelFor(team, 'meaning', round.service, signatures)
    const said: Map<string, SaidClass & { why: string }>[] = []
    for (const batches of round.passes) {
      const pass = new Map<string, SaidClass & { why: string }>()
      for (const batch of batches) {
        const { outcome, verdicts } = await askBatch(model, batch)
        if (last.call !== undefined && isJudged(outcome)) await models.judge(last.call, outcome)
        // Nobody has answered: the round comes again.
        if (!isJudged(outcome)) return
        for (const [{ asked }, { meaning, sure, why }] of verdicts)
          if (asked !== undefined) pass.set(nameOf(asked), { class: meaning, sure, why })
      }
      said.push(pass)
    }
    const at = now()
    const verdicts = round.patterns.map((asked): StoredVerdict => {
      const [a, b] = said.map((pass) => pass.get(nameOf(asked)))
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
    await models.record(verdicts, await entriesOf(team, round.service, verdicts))
    await fallWhereItSlumps(team)
  }

  /** What counts by itself is in the audit, with both answers. */
  async function entriesOf(
    team: TeamModel,
    service: string,
    verdicts: readonly StoredVerdict[],
  ): Promise<AuditEntry[]> {
    const passed = (await models.exam(by))?.passed === true
    const raised = verdicts.filter(
      ({ a, b, wordClass: words }) =>
        decide({ a, b, words, isPersons: false, mode: team.mode, passed }).effect === 'raise',
    )
    if (raised.length === 0) return []
    const patterns = raised.map(({ signature, check, wordClass, a, b }) => ({
      signature,
      check,
      words: wordClass,
      a,
      b,
    }))
    const detail = { model: by.model, prompt_version: by.promptVersion, patterns }
    return [
      {
        teamId: team.teamId,
        at: now(),
        actor: ACTOR,
        action: 'model.raised',
        service,
        reason: 'both passes agree',
        detail,
      },
    ]
  }

  /** A model that is refused too often is heard by people alone. */
  async function fallWhereItSlumps(team: TeamModel): Promise<void> {
    if (team.mode !== 'raise') return
    const calls = await models.outcomes(SLUMP_OF, { teamId: team.teamId, purpose: 'meaning' })
    const refused = calls.filter(({ at, judged }) => at >= team.modeSince && REFUSED.has(judged)).length
    if (refused < SLUMP) return
    const reason = `${refused} of its last ${calls.length} answers were refused`
    const fallen: TeamModel = { ...team, mode: 'suggest', modeSince: now(), updatedAt: now(), updatedBy: ACTOR }
    const detail = { mode: 'suggest', before: team.mode, model: by.model }
    await models.set(fallen, {
      teamId: team.teamId,
      at: now(),
      actor: ACTOR,
      action: 'model.set',
      service: '',
      reason,
      detail,
    })
    log.warn({ team: team.teamId, model: by.model, reason }, 'a language model only suggests from now on')
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

  /** Returns whether its turn is over with this exam. */
  async function examine(exam: StoredExam): Promise<boolean> {
    const { model, last } = await modelFor({ teamId: exam.teamId }, 'exam', '', [])
    let stopped = false
    const guarded: typeof model = {
      name: model.name,
      async ask(prompt) {
        if (stopped) return { outcome: 'refused', message: 'it was stopped', status: undefined }
        const answer = await model.ask(prompt)
        if (SAYS_NOTHING.has(answer.outcome)) stopped = true
        return answer
      },
    }
    const result = await takeExam(guarded, randomOf('exam', by.model, exam.askedAt))
    // It was cut off by a cap or by a fault, which says nothing of the model: it waits for another day.
    if (stopped) return !last.capped
    await models.endExam({ ...exam, takenAt: now(), passed: result.failures.length === 0, result: { ...result } })
    return true
  }

  return {
    step,
    reset() {
      isPaused = false
    },
  }
}

function nameOf({ pattern: { signature, check } }: Round['patterns'][number]): string {
  return `${signature} ${check}`
}
