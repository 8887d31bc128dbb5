/** How well ids group messages by their labels; all are shares from 0 to 1. */
export interface GroupingAccuracy {
  /** Of the messages, those whose id's group is exactly their label's group: the same set of messages. */
  readonly ga: number
  /** F1 over groups: precision is exactly right groups / ids, recall is exactly right groups / labels. */
  readonly fga: number
  /** Of the messages, those whose id holds more than one label. */
  readonly overMerged: number
  /** Of the messages, those whose label has more than one id. */
  readonly fragmented: number
}

/**
 * Compares two groupings of the same messages: `labels[i]` is where message i really comes from, `ids[i]` the group that
 * was found for it. Grouping accuracy (GA) counts messages, so frequent labels dominate it; FGA counts every group once.
 * No messages at all are grouped perfectly.
 *
 * @throws RangeError if the lengths differ
 *
 * @example
 * groupingAccuracy(['a', 'a', 'b'], ['1', '1', '2']) // → { ga: 1, fga: 1, overMerged: 0, fragmented: 0 }
 */
export function groupingAccuracy(labels: readonly string[], ids: readonly string[]): GroupingAccuracy {
  if (labels.length !== ids.length) throw new RangeError(`${labels.length} labels, but ${ids.length} ids`)
  const total = labels.length
  if (total === 0) return { ga: 1, fga: 1, overMerged: 0, fragmented: 0 }
  const idsOfLabel = partnersOf(labels, ids)
  const labelsOfId = partnersOf(ids, labels)

  let exact = 0
  let overMerged = 0
  let fragmented = 0
  const exactLabels = new Set<string>()
  labels.forEach((label, i) => {
    const alone = labelsOfId.get(ids[i]!)!.size === 1
    const whole = idsOfLabel.get(label)!.size === 1
    if (!alone) overMerged++
    if (!whole) fragmented++
    if (!alone || !whole) return
    exact++
    exactLabels.add(label)
  })
  const fga = (2 * exactLabels.size) / (labelsOfId.size + idsOfLabel.size)
  return { ga: exact / total, fga, overMerged: overMerged / total, fragmented: fragmented / total }
}

function partnersOf(keys: readonly string[], values: readonly string[]): Map<string, Set<string>> {
  const partners = new Map<string, Set<string>>()
  keys.forEach((key, i) => {
    const known = partners.get(key)
    if (known === undefined) partners.set(key, new Set([values[i]!]))
    else known.add(values[i]!)
  })
  return partners
}
