import type { Annotation } from '../api/contract/boards.js'
import { idOfMark, isUntouchedMark, tagOfContent, type WantedMark } from './wanted-mark.js'

/** What is done about one mark. `edited`: somebody else has changed it, and it stays as it is. */
export type MarkStep =
  | { readonly change: 'create'; readonly mark: WantedMark }
  | { readonly change: 'remove' | 'leave' | 'edited'; readonly annotation: Annotation }

const oursOf = (found: readonly Annotation[]) =>
  found
    .flatMap((annotation) => {
      const tag = tagOfContent(annotation.content)
      return tag === undefined ? [] : [{ annotation, id: tag.id }]
    })
    .toSorted((a, b) => a.annotation.id - b.annotation.id)

const isUntouched = ({ content, dateMarker }: Annotation): boolean => isUntouchedMark(content, dateMarker)

/**
 * Returns what has to be done for these marks to be on a board. One that is there is left as it is, edited or not; one that stands on a
 * board of ours that was removed is made anew; of two of the same key, which a request that was not answered may leave, one goes. What is
 * not wanted any more stays: it happened.
 */
export function planMarks(wanted: readonly WantedMark[], found: readonly Annotation[], boardId: number): MarkStep[] {
  const byId = Map.groupBy(oursOf(found), ({ id }) => id)
  const seen = new Set<string>()
  const steps = wanted.flatMap((mark): MarkStep[] => {
    const id = idOfMark(mark.key)
    if (seen.has(id)) return []
    seen.add(id)
    const there = (byId.get(id) ?? []).map(({ annotation }) => annotation)
    const kept = there.find((one) => one.dashboardId === boardId) ?? there.find((one) => !isUntouched(one))
    const others = there.filter((one) => one !== kept && isUntouched(one))
    return [
      kept === undefined ? { change: 'create', mark } : { change: 'leave', annotation: kept },
      ...others.map((annotation): MarkStep => ({ change: 'remove', annotation })),
    ]
  })
  return steps
}

/** Returns what has to be done for no mark of ours to be left. What somebody changed stays, unless `force`. */
export const planMarkRemoval = (found: readonly Annotation[], force = false): MarkStep[] =>
  oursOf(found).map(({ annotation }) => ({
    change: force || isUntouched(annotation) ? 'remove' : 'edited',
    annotation,
  }))
