import type { StoredExam } from '../store/contracts/models.js'
import { type ExamResult, takeExam } from './exam.js'
import type { MeteredModel } from './metered-model.js'
import { randomOf } from './seeded-random.js'

/** Of these the network is to blame, or a cap. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'overloaded', 'refused', 'redirected'])

/** Lets a model take its exam. Returns what stopped it, where a cap or a fault did, which says nothing of the model: it waits for another day. */
export async function examine(model: MeteredModel, exam: StoredExam): Promise<ExamResult | 'capped' | 'fault'> {
  let stopped = false
  const guarded = {
    name: model.name,
    async ask(prompt: Parameters<MeteredModel['ask']>[0]) {
      if (stopped) return { outcome: 'refused', message: 'it was stopped', status: undefined } as const
      const answer = await model.ask(prompt)
      if (SAYS_NOTHING.has(answer.outcome)) stopped = true
      return answer
    },
  }
  const result = await takeExam(guarded, randomOf('exam', model.name, exam.askedAt))
  if (stopped) return model.last.capped ? 'capped' : 'fault'
  return result
}
