import { createMeter, type TokenPrice } from '../llm/metered.js'
import { createModel, type Model } from '../llm/model.js'
import type { ModelSettings } from '../llm/providers.js'
import type { Log } from '../log.js'
import type { ModelDesk } from '../questions/ask-model.js'
import type { AskedBy, ModelCaps, StoredVerdict, TeamModel } from '../store/contracts/models.js'
import type { Store } from '../store/store.js'
import { type Asker, createAsker } from './asker.js'
import { type Decision, decide } from './decide.js'
import { createJudgedReader } from './judged-reader.js'
import { createNextRounds } from './next-rounds.js'
import { PROMPT_VERSION, promptFor } from './prompt.js'
import { createQuestionDesk } from './question-desk.js'

export interface AskingParts {
  readonly store: Store
  readonly settings: ModelSettings
  readonly timeoutMillis: number
  readonly price: TokenPrice
  readonly caps: ModelCaps
  readonly log: Log
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly wait: (millis: number) => Promise<void>
}

export interface Preview {
  readonly service: string
  readonly signatures: readonly string[]
  /** Bodies of requests, byte for byte, in their order. */
  readonly requests: readonly string[]
}

/** All that there is of a language model, for the teams that want it. */
export interface Asking {
  readonly by: AskedBy
  readonly asker: Asker
  readonly judged: ReturnType<typeof createJudgedReader>
  /** What people ask it about. */
  readonly questions: ModelDesk
  /** Ends what the asker is at, and what it waits for: a server that stops has other things to do. */
  stop(): Promise<void>
  capsOf(team: TeamModel | undefined): ModelCaps
  /** Returns what would be sent next for a team; `undefined`: nothing. */
  preview(teamId: number): Promise<Preview | undefined>
  decisionOf(verdict: StoredVerdict, mode: TeamModel['mode'], passed: boolean): Decision
}

export function createAsking({ store, settings, timeoutMillis, price, caps, log, now, wait }: AskingParts): Asking {
  const by: AskedBy = { model: nameOf(settings), promptVersion: PROMPT_VERSION }
  const seconds = () => Math.floor(now() / 1000)
  let model: Promise<Model> | undefined
  const load = () => {
    model ??= createModel({ settings, timeoutMillis, wait }).catch((error: unknown) => {
      model = undefined
      throw error
    })
    return model
  }
  const meter = async () => createMeter({ model: await load(), name: by.model, store: store.models, price, now })
  const capsOf = (team: TeamModel | undefined): ModelCaps => ({
    tokensPerDay: Math.min(caps.tokensPerDay, team?.tokensPerDay ?? caps.tokensPerDay),
    microUsdPerDay: Math.min(caps.microUsdPerDay, team?.microUsdPerDay ?? caps.microUsdPerDay),
    microUsdPerMonth: Math.min(caps.microUsdPerMonth, team?.microUsdPerMonth ?? caps.microUsdPerMonth),
  })
  const next = createNextRounds(store, by, seconds)
  const asker = createAsker({ store, meter, by, next, capsOf, log, now: seconds })
  return {
    by,
    asker,
    async stop() {
      asker.stop()
      const loaded = await model?.catch(() => undefined)
      loaded?.abandon()
    },
    judged: createJudgedReader(store, by),
    questions: createQuestionDesk({ models: store.models, meter, by, capsOf, log }),
    capsOf,
    async preview(teamId) {
      // One of its own: what it looked at says nothing to the leader's.
      const round = await createNextRounds(store, by, seconds)(teamId)
      if (round === undefined) return undefined
      const { render } = await load()
      const requests: string[] = []
      for (const batch of round.passes.flat()) requests.push(await render(promptFor(batch.map(({ line }) => line))))
      return { service: round.service, signatures: round.patterns.map(({ pattern }) => pattern.signature), requests }
    },
    decisionOf: ({ a, b, wordClass: words, decided }, mode, passed) =>
      decide({ a, b, words, isPersons: decided !== undefined, mode, passed }),
  }
}

/** Another server behind the same name is another model: its exam is its own. */
function nameOf({ provider, url, model }: ModelSettings): string {
  return `${model} at ${url === '' ? provider : new URL(url).host}`.slice(0, 256)
}
