import type { OtlpHttp, OtlpHttpOptions, Sent } from '../../src/delivery/otlp-http.js'
import { type Outcome, outcomeOf } from '../../src/delivery/outcome.js'
import { decodeProtobuf } from '../../src/testing/otlp-decoder.js'

interface UnderWay {
  readonly ids: readonly unknown[]
  readonly weight: number
  readonly resolve: (sent: Sent) => void
}

/** A backend without a network: requests wait until a test answers them. */
export class BackendInHand {
  readonly url: string
  /** What it answers. */
  status = 200
  /** The attribute `id` of each record that it took. */
  readonly arrived = new Set<unknown>()
  /** How many records those stand for that it took. */
  weight = 0
  #underWay: UnderWay[] = []

  constructor(url: string) {
    this.url = url
    backends.set(url, this)
  }

  /** Answers what is under way. */
  answer(): void {
    this.#settle(() => outcomeOf(this.status, undefined, false))
  }

  /** Takes what is under way, but nobody hears of it. */
  loseAnswers(): void {
    this.#settle((request) => {
      if (this.status === 200) this.#take(request)
      return { kind: 'retry', problem: 'the answer was lost' }
    })
  }

  /** Whoever sent what is under way is dead. */
  forgetSenders(): void {
    this.#underWay = []
  }

  send(body: Uint8Array): Promise<Sent> {
    const records = decodeProtobuf(Buffer.from(body))
    const ids = records.map(({ attributes }) => attributes['id'])
    const weight = records.reduce((sum, { attributes }) => sum + Number(attributes['lipservice.weight'] ?? 1), 0)
    return new Promise((resolve) => this.#underWay.push({ ids, weight, resolve }))
  }

  #settle(outcomeFor: (request: UnderWay) => Outcome): void {
    for (const request of this.#underWay.splice(0)) {
      const outcome = outcomeFor(request)
      if (outcome.kind === 'delivered') this.#take(request)
      request.resolve({ outcome, wireBytes: 1 })
    }
  }

  #take({ ids, weight }: UnderWay): void {
    this.weight += weight
    for (const id of ids) this.arrived.add(id)
  }
}

const backends = new Map<string, BackendInHand>()

/** In the place of the one that posts over a network. */
export function createOtlpHttp({ url }: Pick<OtlpHttpOptions, 'url'>): OtlpHttp {
  const backend = backends.get(url)!
  return { compresses: false, send: (body) => backend.send(body), close: async () => {} }
}
