import type { Meter } from '../llm/metered.js'
import type { Log } from '../log.js'
import type { Answered, ModelDesk, Question, Reply } from '../questions/ask-model.js'
import { questionId } from '../questions/question-id.js'
import type { AskedBy, ModelCaps, ModelStore, TeamModel } from '../store/contracts/models.js'

export interface QuestionDeskParts {
  readonly models: Pick<ModelStore, 'team' | 'answerTo'>
  /** Resolves to what asks. @throws where the package of its provider is missing */
  readonly meter: () => Promise<Meter>
  readonly by: AskedBy
  readonly capsOf: (team: TeamModel | undefined) => ModelCaps
  readonly log: Log
}

const OFF = { kind: 'off', why: 'the team has no language model: see PUT /api/v1/model' } as const

/** What people ask the team's model about: each question once, as long as its answer is kept. */
export function createQuestionDesk({ models, meter, by, capsOf, log }: QuestionDeskParts): ModelDesk {
  /** Asked at the same time, a question is asked once, too. */
  const underWay = new Map<string, Promise<Reply>>()

  async function known(teamId: number, question: string): Promise<Answered | undefined> {
    const text = await models.answerTo({ teamId, model: by.model, question })
    return text === undefined ? undefined : { kind: 'answered', text, model: by.model }
  }

  async function askOnce(team: TeamModel, id: string, question: Question): Promise<Reply> {
    const { purpose, promptVersion, service, signatures, ...prompt } = question
    try {
      const answered = await known(team.teamId, id)
      if (answered !== undefined) return answered
      const { ask } = await meter()
      const who = { teamId: team.teamId, service, purpose, promptVersion, signatures, question: id, caps: capsOf(team) }
      const { answer } = await ask(who, prompt)
      if (answer.outcome === 'answered') return { kind: 'answered', text: answer.text, model: by.model }
      const why = answer.outcome === 'capped' ? 'its tokens or dollars are used up' : answer.message
      return { kind: 'failed', why }
    } catch (error) {
      log.warn({ err: error }, 'a language model could not be asked')
      return { kind: 'failed', why: 'it could not be asked' }
    }
  }

  return {
    async ask(teamId, question) {
      const team = await models.team(teamId)
      if (team === undefined || team.mode === 'off') return OFF
      const id = questionId(question)
      const name = `${teamId} ${id}`
      const asked = underWay.get(name) ?? askOnce(team, id, question).finally(() => underWay.delete(name))
      underWay.set(name, asked)
      return asked
    },
    async answered(teamId, question) {
      const team = await models.team(teamId)
      return team === undefined || team.mode === 'off' ? undefined : known(teamId, questionId(question))
    },
  }
}
