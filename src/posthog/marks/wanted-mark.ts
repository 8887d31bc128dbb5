import { createHash } from 'node:crypto'

/** A moment that graphs of the board show, such as a policy that came in force. */
export interface WantedMark {
  /** What it is of; the same one is the same mark, whatever it says. */
  readonly key: string
  /** The moment. */
  readonly at: Date
  /** What people read, in one line; 400 characters of it are kept. */
  readonly text: string
}

/** What stands in the content of a mark for us to find it again. */
export interface MarkTag {
  /** Of the key. */
  readonly id: string
  /** Of what was written. */
  readonly hash: string
}

/** What all marks of ours have in their content. */
export const MARK_SEARCH = '[lipservice:mark:'
const TAG = /\s*\[lipservice:mark:([0-9a-f]{12}):([0-9a-f]{12})\]\s*$/
const MAX_TEXT = 400

const short = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)

/** Returns the id that a mark of a key is found by. */
export const idOfMark = (key: string): string => short([key])

/** A moment without its fraction: PostHog may leave that out. */
const secondsOf = (at: string | Date): number => Math.floor(new Date(at).getTime() / 1_000)

/** Returns the content of a mark: its text, and a tag that says what was written. */
export function contentOfMark({ key, at, text }: WantedMark): string {
  const shown = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_TEXT)
  return `${shown} ${MARK_SEARCH}${idOfMark(key)}:${short([shown, secondsOf(at)])}]`
}

/** Returns the tag of a content; `undefined`: it is none of ours. */
export function tagOfContent(content: string): MarkTag | undefined {
  const [, id, hash] = TAG.exec(content) ?? []
  return id === undefined || hash === undefined ? undefined : { id, hash }
}

/** Returns whether a mark says what we wrote, where we wrote it. */
export function isUntouchedMark(content: string, dateMarker: string): boolean {
  const tag = tagOfContent(content)
  return tag !== undefined && tag.hash === short([content.replace(TAG, ''), secondsOf(dateMarker)])
}
