import type { Backends } from './backends.ts'
import { type Budget, budgetsFor } from './budgets.ts'
import type { RunningService } from './fleet.ts'
import type { Progress } from './messages.ts'
import { Observation, type Observed } from './observation.ts'
import type { OwnLipService } from './own-lipservice.ts'

const POLL_MILLIS = 200
/** Of the templates. */
const INCIDENT = 'upstream billing answered'

/** When what happens, as parts of the whole: the services run alone at first, and what counts for the budget is the last third. */
const OBSERVED_FROM = 0.06
const BUDGETS_AT = 0.2
const RARE_EVENT_AT = 0.4
const INCIDENT_AT = 0.5
export const LAST_THIRD_AT = 2 / 3

export interface Told {
  readonly budgets: readonly Budget[]
  /** From the first line of the incident until LipService's API shows it. */
  readonly incidentDetectedSeconds: number | undefined
  /** Of each service, when the last third began; and when that was, seconds. */
  readonly marks: ReadonlyMap<string, Progress>
  readonly markedAt: number
}

/** What happens to the services during the demo, each at its time. */
export class Story {
  readonly #services: readonly RunningService[]
  readonly #backends: Backends
  readonly #tell: (text: string) => void
  readonly #marks = new Map<string, Progress>()
  #observation: Observation | undefined
  #budgets: readonly Budget[] = []
  #incidentAt: number | undefined
  #detectedAt: number | undefined
  #markedAt = 0

  /** @param tell shows a line to whoever watches */
  constructor(services: readonly RunningService[], backends: Backends, tell: (text: string) => void) {
    this.#services = services
    this.#backends = backends
    this.#tell = tell
  }

  /** Resolves when everything that was to happen has. */
  async run(seconds: number): Promise<void> {
    const at = (part: number, what: () => Promise<void> | void) => after(part * seconds, what)
    const { lipservice } = this.#backends
    await Promise.all([
      at(OBSERVED_FROM, () => {
        this.#observation = new Observation(this.#services)
      }),
      at(BUDGETS_AT, () => lipservice && this.#setBudgets(lipservice, seconds * (1 - BUDGETS_AT))),
      at(RARE_EVENT_AT, () => {
        for (const service of this.#services) service.tell('rare event')
      }),
      at(INCIDENT_AT, () => this.#incident(seconds * (1 - INCIDENT_AT))),
      at(LAST_THIRD_AT, () => this.#mark()),
      at(1, () => {}),
    ])
  }

  told(): Told {
    const [start, end] = [this.#incidentAt, this.#detectedAt]
    return {
      budgets: this.#budgets,
      incidentDetectedSeconds: start === undefined || end === undefined ? undefined : (end - start) / 1000,
      marks: this.#marks,
      markedAt: this.#markedAt,
    }
  }

  async #setBudgets(lipservice: OwnLipService, seconds: number): Promise<void> {
    const observed = await this.#observed(lipservice, seconds)
    if (observed === undefined) return this.#tell('There was no time to observe anything: no budgets are set.')
    this.#budgets = budgetsFor(observed, new Date())
    await lipservice.backfill(observed, this.#budgets)
    for (const budget of this.#budgets) await lipservice.setBudget(budget)
    const texts = this.#budgets.map(({ service, text }) => `${service} ${text}`)
    this.#tell(`Budgets are set: ${texts.join(', ')}.`)
    this.#tell('LipService is told that the past two days were like these seconds, so that it need not wait for them.')
  }

  /** As soon as LipService knows all services; `undefined` if it does not in time. */
  async #observed(lipservice: OwnLipService, seconds: number): Promise<readonly Observed[] | undefined> {
    const deadline = performance.now() + seconds * 1000
    while (performance.now() < deadline) {
      const patterns = await lipservice.patterns()
      const known = new Set(patterns.map(({ service }) => service))
      if (known.size === this.#services.length) return this.#observation!.end(patterns)
      await after(POLL_MILLIS / 1000, () => {})
    }
    return undefined
  }

  async #incident(seconds: number): Promise<void> {
    this.#incidentAt = performance.now()
    this.#tell('An incident begins: the upstream billing of demo-gateway is slow.')
    for (const service of this.#services) service.tell('incident')
    const { lipservice } = this.#backends
    const deadline = this.#incidentAt + seconds * 1000
    while (lipservice !== undefined && performance.now() < deadline) {
      const incidents = await lipservice.incidents()
      const found = incidents.find(({ findings }) => findings.some(({ template }) => template.startsWith(INCIDENT)))
      if (found !== undefined) {
        this.#detectedAt = performance.now()
        this.#tell(`LipService found it: ${found.summary}.`)
        return
      }
      await after(POLL_MILLIS / 1000, () => {})
    }
  }

  async #mark(): Promise<void> {
    this.#markedAt = performance.now() / 1000
    const marked = await Promise.all(
      this.#services.map(async (service) => [service.name, await service.mark()] as const),
    )
    for (const [name, progress] of marked) this.#marks.set(name, progress)
  }
}

function after(seconds: number, what: () => Promise<void> | void): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => Promise.resolve(what()).then(resolve, reject), seconds * 1000)
  })
}
