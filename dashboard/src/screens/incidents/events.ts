import { count } from '../../format/numbers.js'
import type { Tone } from '../../parts/marks.js'
import { incidentTexts } from '../../texts/incidents.js'
import type { Finding, IncidentPage } from './findings.js'
import { KIND_TONES } from './kind-tones.js'

const texts = incidentTexts.events
type Version = IncidentPage['policies'][number]

/** Something that happened. */
interface IncidentEvent {
  /** Epoch seconds. */
  readonly at: number
  readonly tone: Tone
  readonly text: string
  /** Of a pattern. */
  readonly template?: string
  /** Why a person did it. */
  readonly reason?: string
  readonly version?: number
}

/** The allocator says so where it keeps more for the sake of an incident. */
const KEEPS_MORE = /kept whole|worth more/

/**
 * Returns what happened, oldest first: a release, findings, what the policy did about it, what people did, and the end.
 * Adjustments of pace and rates in a row are one.
 *
 * @param releaseAt when the release began to report; `undefined`: it is not known
 * @param who what an actor is called
 */
export function eventsOf(
  { incident, policies }: Pick<IncidentPage, 'incident' | 'policies'>,
  releaseAt: number | undefined,
  who: (actor: string) => { readonly name: string; readonly isPerson: boolean },
): IncidentEvent[] {
  const { findings, release, resolved_at } = incident
  const began = Math.min(incident.opened_at, ...findings.map(({ since }) => since))
  const events: IncidentEvent[] = findings.map(findingEvent)
  if (releaseAt !== undefined && release !== null)
    events.push({ at: releaseAt, tone: '', text: texts.release(release) })
  if (resolved_at !== null) events.push({ at: resolved_at, tone: 'good', text: texts.resolved })
  const moved = policies
    .flatMap((version) => version.stages.map((move) => ({ version, move })))
    .filter(({ move }) => move.at >= began)
    .toSorted((a, b) => a.move.at - b.move.at)
  let adjusted: { at: number; many: number } | undefined
  const close = (): void => {
    if (adjusted !== undefined) events.push({ at: adjusted.at, tone: '', text: texts.adjusted(adjusted.many) })
    adjusted = undefined
  }
  for (const { version, move } of moved) {
    if (version.kind === 'adjustment' && move.stage === 'active' && !KEEPS_MORE.test(move.reason)) {
      adjusted = { at: adjusted?.at ?? move.at, many: (adjusted?.many ?? 0) + 1 }
      continue
    }
    close()
    events.push(versionEvent(version, move, who))
  }
  close()
  return events.toSorted((a, b) => a.at - b.at)
}

function findingEvent({ kind, since, observed, expected, template }: Finding): IncidentEvent {
  const text = {
    error_surge: texts.error_surge(count(observed)),
    silence: texts.silence(count(expected)),
    spike: texts.spike(count(observed)),
    new_pattern: texts.new_pattern,
  }[kind]
  return { at: since, tone: KIND_TONES[kind], text, ...(template !== '' && { template }) }
}

function versionEvent(
  { version, kind, created_by }: Version,
  { stage, at, reason }: Version['stages'][number],
  who: Parameters<typeof eventsOf>[2],
): IncidentEvent {
  const { name, isPerson } = who(created_by)
  if (kind === 'adjustment' && stage === 'active')
    return { at, tone: 'accent', text: texts.keptWhole(version), version }
  if (stage === 'active' && isPerson) {
    const text =
      kind === 'incident' ? texts.keepAll(name) : texts.byPerson(name, version, incidentTexts.policyKinds[kind])
    return { at, tone: 'person', text, reason, version }
  }
  const tone: Tone = stage === 'rejected' || stage === 'reverted' || kind === 'revert' ? 'bad' : 'accent'
  return { at, tone, text: texts.plan(version, incidentTexts.stages[stage]), reason, version }
}
