import { TextDecoder, TextEncoder } from 'node:util'
import { patternKey } from '../pattern-name.js'
import type { Frame } from './frame.js'

/** The errors that a summary stands for, as it is kept on disk. */
export interface CollapsedErrors {
  readonly count: number
  /** Epoch milliseconds. */
  readonly firstMillis: number
  readonly lastMillis: number
}

/** Of a FATAL pattern as many stay, at least. */
const MIN_FATAL_EDGE = 10
/** More patterns than these stay as they are: memory is bounded whatever is on disk. */
const MAX_PATTERNS = 65_536

interface Pattern {
  seen: number
  passed: number
  count: number
  firstMillis: number
  lastMillis: number
  sample: Frame
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Reduces errors of one pattern to the first and the last `edge` of them and a summary of those between. Two passes over the
 * same frames, so that memory is a few numbers a pattern: `survey` each, then `passes` each, then `summaries`.
 */
export class Collapse {
  readonly #edge: number
  readonly #patterns = new Map<string, Pattern>()
  /** Records that do not pass, and summaries that became part of others. */
  collapsed = 0

  constructor(edge: number) {
    this.#edge = edge
  }

  survey(frame: Frame): void {
    const pattern = this.#patternOf(frame)
    if (pattern === undefined) return
    if (frame.type === 'record') {
      pattern.seen++
      return
    }
    const summary = readSummary(frame)
    if (summary !== undefined) add(pattern, summary.count, summary.firstMillis, summary.lastMillis)
  }

  /** Returns whether the frame stays. */
  passes(frame: Frame): boolean {
    const pattern = this.#patterns.get(keyOf(frame))
    if (pattern === undefined) return true
    if (frame.type !== 'record') {
      // One that says nothing is left to who reads it, who counts it as damaged.
      if (readSummary(frame) === undefined) return true
      this.collapsed++
      return false
    }
    const i = pattern.passed++
    const edge = frame.isFatal ? Math.max(this.#edge, MIN_FATAL_EDGE) : this.#edge
    if (i < edge || i >= pattern.seen - edge) return true
    this.collapsed++
    add(pattern, 1, frame.timeMillis, frame.timeMillis)
    return false
  }

  summaries(): Frame[] {
    const frames: Frame[] = []
    for (const pattern of this.#patterns.values())
      if (pattern.count > 0) frames.push(summaryFrame(pattern.sample, pattern))
    return frames
  }

  #patternOf(frame: Frame): Pattern | undefined {
    const key = keyOf(frame)
    const known = this.#patterns.get(key)
    if (known !== undefined || this.#patterns.size >= MAX_PATTERNS) return known
    // Without its content, which a summary does not need.
    const sample = { ...frame, content: new Uint8Array(0) }
    const pattern = { seen: 0, passed: 0, count: 0, firstMillis: 0, lastMillis: 0, sample }
    this.#patterns.set(key, pattern)
    return pattern
  }
}

/** FATAL ones of a pattern are collapsed apart from others. */
function keyOf(frame: Frame): string {
  return frame.isFatal ? `${patternKey(frame)} fatal` : patternKey(frame)
}

function add(pattern: Pattern, count: number, firstMillis: number, lastMillis: number): void {
  pattern.firstMillis = pattern.count === 0 ? firstMillis : Math.min(pattern.firstMillis, firstMillis)
  pattern.lastMillis = Math.max(pattern.lastMillis, lastMillis)
  pattern.count += count
}

export function summaryFrame(sample: Omit<Frame, 'type' | 'isFatal' | 'content'>, summary: CollapsedErrors): Frame {
  const { count, firstMillis, lastMillis } = summary
  const content = encoder.encode(JSON.stringify({ count, firstMillis, lastMillis }))
  return { ...sample, type: 'summary', timeMillis: lastMillis, content }
}

/** @throws when the frame says nothing that can be read */
export function parseSummary(frame: Frame): CollapsedErrors {
  const summary = JSON.parse(decoder.decode(frame.content)) as CollapsedErrors
  const { count, firstMillis, lastMillis } = summary
  if (![count, firstMillis, lastMillis].every(Number.isFinite) || count < 1) throw new RangeError('not a summary')
  return summary
}

function readSummary(frame: Frame): CollapsedErrors | undefined {
  try {
    return parseSummary(frame)
  } catch {
    return undefined
  }
}
