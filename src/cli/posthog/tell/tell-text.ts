import type { Told } from '../../../posthog/tell/tell-savings.js'
import { cleanText } from '../../terminal/clean-text.js'
import { count } from '../../terminal/numbers.js'
import { type Screen, styled } from '../../terminal/screen.js'
import { wrapped } from '../../terminal/wrapped.js'

/** What PostHog was told, or would be. */
export interface ShownTold {
  readonly project: string
  readonly source: string
  readonly hours: number
  readonly services: number
  readonly events: number
  /** `undefined`: nothing was sent. */
  readonly told: Told | undefined
  /** Marks on the board that were made or removed; `undefined`: there is no board. */
  readonly marks: number | undefined
  /** What could not be done or found out, for people. */
  readonly notes: readonly string[]
}

/** Returns what was told, in words. */
export function tellText(shown: ShownTold, screen: Screen): string {
  const { project, source, hours, services, events, told, marks, notes } = shown
  const said = (text: string) => wrapped(cleanText(text, 500, screen.unicode), screen, 2)
  const lines = [
    ...said(`Savings of ${source} for project ${project}`).map((line) => styled(screen, 'bold', line)),
    ...said(`${things(services, 'service')} in ${things(hours, 'hour')}: ${things(events, 'event')}.`),
    ...(told === undefined
      ? said('Nothing was sent.')
      : said(`${count(told.known)} were there before; ${count(told.sent)} were sent.`)),
    ...(told === undefined || told.dropped === 0
      ? []
      : said(
          `${count(told.dropped)} were taken by PostHog and thrown away; they were sent once more, and ${count(told.lost)} are not there.`,
        )),
    ...(told?.isProven === false
      ? said('Whether they are there is not known: the key lacks the scope query:read, or PostHog did not say.')
      : []),
    ...(marks === undefined ? [] : said(`${things(marks, 'mark')} on the dashboard changed.`)),
    ...notes.flatMap(said),
  ]
  return `${lines.join('\n')}\n`
}

/** Returns the same for machines. */
export const tellJson = ({ told, ...shown }: ShownTold): object => ({
  project: shown.project,
  source: shown.source,
  hours: shown.hours,
  services: shown.services,
  events: shown.events,
  known: told?.known ?? null,
  sent: told?.sent ?? 0,
  dropped: told?.dropped ?? 0,
  lost: told?.lost ?? 0,
  proven: told?.isProven ?? false,
  marks: shown.marks ?? null,
  notes: shown.notes,
})

const things = (n: number, thing: string): string => `${count(n)} ${thing}${n === 1 ? '' : 's'}`
