import type { Meter, Purpose } from '../llm/metered.js'
import type { Model } from '../llm/model.js'

/** A model that is asked for one purpose, and pays for it. */
export interface MeteredModel extends Pick<Model, 'name' | 'ask'> {
  /** What came of the last request. */
  readonly last: {
    /** Its id; `undefined`: it was not sent. */
    readonly call: number | undefined
    readonly capped: boolean
  }
}

/** @param name as it is shown */
export function meteredModel({ ask }: Meter, name: string, purpose: Purpose): MeteredModel {
  let last: MeteredModel['last'] = { call: undefined, capped: false }
  return {
    name,
    get last() {
      return last
    },
    async ask(prompt) {
      const { answer, call } = await ask(purpose, prompt)
      last = { call, capped: answer.outcome === 'capped' }
      if (answer.outcome !== 'capped') return answer
      return { outcome: 'refused', message: 'it would go over a cap', status: undefined }
    },
  }
}
