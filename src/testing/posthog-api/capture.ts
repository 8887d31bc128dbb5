import { type Answer, okay, problem } from './answers.js'
import { anything, fields, flag, listOf, record, text } from './fields.js'
import type { FakeRequest, Route } from './route.js'
import type { PostHogApiSwitches } from './settings.js'

/** An event that was kept. */
export interface StoredEvent {
  /** As it was sent, or made up. */
  readonly uuid: string
  /** Its name. */
  readonly event: string
  /** Milliseconds since the Unix epoch. */
  readonly millis: number
  /** Whose it is. */
  readonly distinctId: string
  /** As they were sent. */
  readonly properties: Readonly<Record<string, unknown>>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const MAX_DISTINCT_ID = 200
const MAX_BATCH_BYTES = 20_000_000
const MAX_EVENT_BYTES = 1_000_000
/** Names of people that are nobody. */
const NOBODY = new Set(['', 'anonymous', 'guest', 'undefined', 'null', 'none', '0', '[object Object]'])

/** Takes events as PostHog does: 200 whatever they are. What is invalid is thrown away, and nobody is told. */
export class Capture {
  /** By uuid: the same again is the same event. */
  readonly #events = new Map<string, StoredEvent>()
  /** What was thrown away, and why. */
  readonly dropped: { readonly event: unknown; readonly why: string }[] = []
  readonly #projectKey: string
  readonly #switches: PostHogApiSwitches

  constructor(projectKey: string, switches: PostHogApiSwitches) {
    this.#projectKey = projectKey
    this.#switches = switches
  }

  get events(): readonly StoredEvent[] {
    return [...this.#events.values()]
  }

  routes(): readonly Route[] {
    const event = { event: anything, uuid: anything, timestamp: anything, distinct_id: anything, properties: record }
    const batch = fields({
      'api_key!': text,
      'batch!': listOf(fields(event)),
      sent_at: text,
      historical_migration: flag,
    })
    const single = fields({ ...event, 'api_key!': text })
    return [
      {
        method: 'POST',
        path: '/batch/',
        auth: 'none',
        throttle: 'none',
        body: batch,
        handle: (request) => this.#take(request, request.body['batch']),
      },
      {
        method: 'POST',
        path: '/i/v0/e/',
        auth: 'none',
        throttle: 'none',
        body: single,
        handle: (request) => this.#take(request, [request.body]),
      },
    ]
  }

  #take({ body }: FakeRequest, batch: unknown): Answer {
    if (JSON.stringify(batch).length > MAX_BATCH_BYTES)
      return problem(413, 'validation_error', 'payload_too_large', 'request holds too much data')
    for (const event of batch as Record<string, unknown>[]) {
      const why = body['api_key'] === this.#projectKey ? this.#problemOf(event) : 'the key is of no project'
      if (why === undefined) this.#keep(event)
      else this.dropped.push({ event, why })
    }
    return okay({ status: 'Ok' })
  }

  #problemOf({ event, uuid, timestamp, distinct_id, properties }: Record<string, unknown>): string | undefined {
    const id = distinct_id ?? (properties as Record<string, unknown> | undefined)?.['distinct_id']
    if (typeof event !== 'string' || event === '') return 'it has no name'
    if (this.#switches.dropsEvents.has(event)) return 'the fake was told to'
    if (this.#switches.eventsOverQuota) return 'the quota of events is used up'
    if (JSON.stringify(properties ?? {}).length > MAX_EVENT_BYTES) return 'it is too large'
    if (typeof id !== 'string' || id.length > MAX_DISTINCT_ID || NOBODY.has(id.toLowerCase()))
      return 'it has no distinct_id'
    if (uuid !== undefined && !(typeof uuid === 'string' && UUID.test(uuid))) return 'its uuid is none'
    if (timestamp !== undefined && Number.isNaN(Date.parse(String(timestamp)))) return 'its time cannot be read'
    return undefined
  }

  #keep({ event, uuid, timestamp, distinct_id, properties = {} }: Record<string, unknown>): void {
    const all = properties as Record<string, unknown>
    const id =
      typeof uuid === 'string' ? uuid : `00000000-0000-4000-8000-${String(this.#events.size).padStart(12, '0')}`
    this.#events.set(id, {
      uuid: id,
      event: String(event),
      millis: Date.parse(String(timestamp)) || 0,
      distinctId: String(distinct_id ?? all['distinct_id']),
      properties: all,
    })
  }
}
