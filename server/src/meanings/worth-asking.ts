import { isWordClass } from 'lipservice/allocation'
import type { StoredVerdict } from '../store/contracts/models.js'
import type { StoredOverride } from '../store/contracts/overrides.js'
import { type PatternActivity, patternName } from '../store/store.js'
import type { Asked } from './meaning.js'

/** A pattern that is asked about. */
export interface AskedPattern extends Asked {
  readonly pattern: PatternActivity
  readonly words: string
  /** How often no answer counted. */
  readonly attempts: number
}

export interface WorthAskingInput {
  /** Of a day; most bytes first. */
  readonly activity: readonly PatternActivity[]
  /** By the name of the pattern: of this model and prompt. */
  readonly known: ReadonlyMap<string, StoredVerdict>
  readonly overrides: readonly StoredOverride[]
  /** Epoch seconds. */
  readonly now: number
}

const DAY_SECONDS = 86_400
/** A flood of new templates is over by then, or large enough to be seen. */
const MIN_AGE_SECONDS = 600
/** What is small costs little, whatever it is. */
const ASKED_SHARE = 0.95
const MAX_A_DAY = 50
const ASKED_AGAIN_SECONDS = 90 * DAY_SECONDS
/** After the first time that no answer counted, and the second; then it rests. */
const RETRY_SECONDS = [3_600, 3_600, 7 * DAY_SECONDS] as const
/** So many at once, by how often no answer counted: what spoils a batch is soon alone. */
const ROUND_SIZES = [36, 10, 2] as const
const NO_TEXTS: ReadonlySet<string> = new Set(['__other__', '(deleted)'])

/**
 * Returns the patterns of a service that a model is to be asked about next, all together; most bytes first. Not about errors, what
 * people have spoken of, what is small or just began; about each once in a long time, and of a service about so many a day.
 */
export function worthAsking({ activity, known, overrides, now }: WorthAskingInput): AskedPattern[] {
  const midnight = now - (now % DAY_SECONDS)
  const today = [...known.values()].filter(({ askedAt }) => askedAt >= midnight).length
  const all = activity.reduce((sum, { bytes }) => sum + bytes, 0)
  let before = 0
  const wanted = activity.flatMap((pattern): AskedPattern[] => {
    const isLarge = before < ASKED_SHARE * all
    before += pattern.bytes
    const { template, severity, class: words, firstSeen } = pattern
    if (words === 'error' || NO_TEXTS.has(template) || now - firstSeen < MIN_AGE_SECONDS) return []
    if (!(isLarge || isWordClass(words)) || overrides.some((one) => isOf(one, pattern))) return []
    const verdict = known.get(patternName(pattern))
    if (verdict !== undefined && !isDue(verdict, now)) return []
    return [{ template, severity, words, pattern, attempts: verdict?.attempts ?? 0 }]
  })
  const attempts = wanted[0]?.attempts ?? 0
  const size = ROUND_SIZES[Math.min(attempts, ROUND_SIZES.length - 1)]!
  return wanted.filter((one) => one.attempts === attempts).slice(0, Math.max(0, Math.min(size, MAX_A_DAY - today)))
}

function isOf({ signature, check }: StoredOverride, pattern: PatternActivity): boolean {
  return signature === pattern.signature && (check === '' || check === pattern.check)
}

function isDue({ a, b, attempts, askedAt, decided }: StoredVerdict, now: number): boolean {
  if (decided !== undefined) return false
  const isAnswered = a !== undefined && b !== undefined
  const pause = isAnswered ? ASKED_AGAIN_SECONDS : RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1]!
  return now - askedAt >= pause
}
