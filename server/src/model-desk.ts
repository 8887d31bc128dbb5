import type { Config } from './config.js'
import type { JudgedReader } from './control/service-state.js'
import type { ModelDesk as RoutesDesk } from './http/routes/language-model-desk.js'
import { type Now, pause } from './internal/clock.js'
import type { Job } from './leader.js'
import type { Log } from './log.js'
import type { Asking } from './meanings/asking.js'
import type { ModelDesk as QuestionDesk } from './questions/ask-model.js'
import type { Store } from './store/store.js'

const ASK_SECONDS = 60
const MICRO = 1e6

/** What the server does with its language model. */
export interface Models extends RoutesDesk, QuestionDesk {
  readonly job: Job
  readonly judged: JudgedReader
}

/** Returns `undefined` where no model is configured. What there is of one is loaded when it is first needed. */
export function modelsOf(config: Config, store: Store, log: Log, now: Now): Models | undefined {
  if (config['llm-model'] === '') return undefined
  const [usdIn = 0, usdOut = 0] = config['llm-usd-per-mtok'].split('/').map(Number)
  let loaded: Promise<Asking> | undefined
  const load = () => {
    loaded ??= import('./meanings/asking.js').then(({ createAsking }) =>
      createAsking({
        store,
        settings: {
          provider: config['llm-provider'],
          url: config['llm-url'],
          model: config['llm-model'],
          apiKey: config['llm-api-key'],
        },
        timeoutMillis: config['llm-timeout-seconds'] * 1_000,
        price: { in: usdIn, out: usdOut },
        caps: {
          tokensPerDay: config['llm-tokens-per-day'],
          microUsdPerDay: Math.round(config['llm-usd-per-day'] * MICRO),
          microUsdPerMonth: Math.round(config['llm-usd-per-month'] * MICRO),
        },
        log,
        now,
        wait: pause,
      }),
    )
    return loaded
  }
  return {
    by: async () => (await load()).by,
    capsOf: async (team) => (await load()).capsOf(team),
    preview: async (teamId) => (await load()).preview(teamId),
    async decisionsOf(verdicts, mode, passed) {
      const { decisionOf } = await load()
      return verdicts.map((verdict) => decisionOf(verdict, mode, passed))
    },
    judged: async (service, at) => (await load()).judged(service, at),
    ask: async (teamId, question) => (await load()).questions.ask(teamId, question),
    answered: async (teamId, question) => (await load()).questions.answered(teamId, question),
    job: {
      name: 'models',
      intervalSeconds: ASK_SECONDS,
      run: async () => (await load()).asker.step(),
      reset: () => void loaded?.then(({ asker }) => asker.reset()),
      stop: async () => (await loaded)?.stop(),
    },
  }
}
