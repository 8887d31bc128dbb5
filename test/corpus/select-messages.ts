import { sameTexts, severalTexts, unknownOrigins } from './wrappers.mjs'

/** A log record of the corpus. */
export interface RecordedMessage {
  readonly message: string
  /** The label of the source line that made it. */
  readonly template: string
  readonly formatString?: string
}

const MAX_PER_LABEL = 60
const MAX_LENGTH = 1_000

/**
 * Distinct messages, at most 60 a label, spread evenly over what was recorded.
 *
 * @param places what names this machine, and what stands for it in the corpus
 */
export function selectMessages(
  recorded: readonly RecordedMessage[],
  places: readonly (readonly [string, string])[],
): RecordedMessage[] {
  const byLabel = new Map<string, Map<string, RecordedMessage>>()
  for (const record of recorded) {
    if (unknownOrigins.some(({ label }) => label.test(record.template))) continue
    const message = places
      .reduce((text, [here, there]) => text.replaceAll(here, there), record.message)
      .slice(0, MAX_LENGTH)
      .toWellFormed()
    const template = labelOfText(record.template, message)
    const sameLabel = byLabel.get(template) ?? new Map<string, RecordedMessage>()
    byLabel.set(template, sameLabel)
    if (!sameLabel.has(message)) sameLabel.set(message, { ...record, message, template })
  }
  return mergeEqualTexts([...byLabel.values()].map((sameLabel) => [...sameLabel.values()])).flatMap((distinct) => {
    const share = Math.min(1, MAX_PER_LABEL / distinct.length)
    return distinct.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share))
  })
}

function labelOfText(line: string, message: string): string {
  const label = sameTexts.find((text) => text.label === line)?.as ?? line
  const texts = severalTexts.find((several) => several.label.test(label))?.texts
  return texts === undefined ? label : `${label}#${texts.findIndex((text) => text.test(message))}`
}

/** Lines with the same format string, or the same constant text, are one template: nothing in the text tells them apart. */
function mergeEqualTexts(labels: readonly RecordedMessage[][]): RecordedMessage[][] {
  const merged = new Map<string, RecordedMessage[]>()
  for (const messages of labels) {
    const { formatString, message, template } = messages[0]!
    const key = formatString ?? (messages.length === 1 ? message : `${template} ${message}`)
    const first = merged.get(key)
    if (first === undefined) merged.set(key, [...messages])
    else {
      const known = new Set(first.map((each) => each.message))
      for (const each of messages) if (!known.has(each.message)) first.push({ ...each, template: first[0]!.template })
    }
  }
  return [...merged.values()]
}
