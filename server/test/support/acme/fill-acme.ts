import { SCOPES } from '../../../src/scope.js'
import type { Store } from '../../../src/store/store.js'
import { type ApiUnderTest, startApi } from '../api-under-test.js'
import { AcmeFleet, type AcmeKeys } from './acme-fleet.js'
import { STORY, STORY_END } from './acme-story.js'

const MINUTE = 60
const HOUR = 60 * MINUTE
/** Reports are spread over so much at most: they leave no gaps. */
const PAST_STEP = 5 * MINUTE
const PAST_HOURS = 23
const PRESENT_HOURS = 2
/** Part of the usual instances. */
const PAST_INSTANCES = 0.3
/** Steps between two turns of the leader. */
const TURN_OF_PAST = 6
const TURN_OF_PRESENT = 2
/** The stages of a plan, shorter than by themselves: the story has only some hours. */
export const STAGES = { 'shadow-seconds': 600, 'canary-seconds': 600, 'watch-seconds': 1_200 } as const

export interface FilledAcme {
  readonly api: ApiUnderTest
  readonly fleet: AcmeFleet
}

/**
 * Fills an empty store with what a shop of seven services, 28 instances and 113 patterns logged and did for 25 hours: the last two by the
 * minute, those before by five. The same each time.
 */
export async function fillAcme(store: Store): Promise<FilledAcme> {
  const past = await startApi({ ...STAGES, 'report-seconds': PAST_STEP }, store)
  past.clock.millis = (STORY_END - (PAST_HOURS + PRESENT_HOURS) * HOUR) * 1000
  const fleet = new AcmeFleet(past, await makeKeys(past))
  // Few of them: what is long past is told by less.
  fleet.scaleTo(PAST_INSTANCES)
  const scenes = [...STORY]
  const goOn = async (until: number, step: number, turn: number) => {
    for (let i = 1; fleet.now < until; i++) {
      while (scenes[0] !== undefined && scenes[0].at <= fleet.now) await scenes.shift()!.play(fleet)
      await fleet.step(step)
      if (i % turn === 0) await fleet.lead()
    }
  }
  await goOn(STORY_END - PRESENT_HOURS * HOUR, PAST_STEP, TURN_OF_PAST)
  // As after a restart with other options.
  const api = await startApi(STAGES, store)
  fleet.moveTo(api)
  fleet.scaleTo(1)
  await goOn(STORY_END, MINUTE, TURN_OF_PRESENT)
  await store.maintain(fleet.now)
  return { api, fleet }
}

async function makeKeys({ keys, store, clock }: ApiUnderTest): Promise<AcmeKeys> {
  const team = await store.keys.ensureTeam('default', clock.millis / 1000)
  const make = async (name: string, scopes: Parameters<typeof keys.create>[2], by: string) =>
    keys.create(team, name, scopes, by)
  const admin = await make('maya@acme.dev', SCOPES, 'server')
  const by = admin.key.id
  const [operate, read, ingest] = [
    await make('on call', ['operate'], by),
    await make('grafana read-only', ['read'], by),
    await make('ingest · production', ['ingest'], by),
  ]
  return { admin: admin.text, operate: operate.text, read: read.text, ingest: ingest.text }
}
