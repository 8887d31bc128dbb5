/** Entry `lipservice/allocation`: the arithmetic of budgets and of advice, for the LipService server and for tools. Pure. */
export { adviceOf } from './advice/advice.js'
export type { Advice, AdviceKind } from './advice/advice-kinds.js'
export type { AdviceInput, LoggedPattern } from './advice/logged-pattern.js'
export { type Allocation, type AllocationInput, allocate, type WhyKept } from './allocation/allocate.js'
export {
  classRow,
  isWordClass,
  LOCKED_VALUE,
  NEWS_VALUE,
  type Protection,
  WARNING_VALUE,
  WORD_CLASSES,
  WORDS_VALUE,
  type WordClass,
  type Worth,
} from './allocation/class-worth.js'
export { newsThatFits } from './allocation/news.js'
export type { RateSteps } from './allocation/next-rate.js'
export type { PatternDemand } from './allocation/pattern-demand.js'
export { type SharedDemand, shareAmong } from './allocation/share-among.js'
export { isByWords, wordsThatFit } from './allocation/words.js'
export { CLASSES, classify, type PatternClass } from './classes/classify.js'
export { allocatedProbability, type Demand, solveLambda } from './sampling/adaptive/allocation.js'
export { BYTES_PER_GB } from './sampling/adaptive/billing-unit.js'
export { ladderRate } from './sampling/adaptive/ladder.js'
export { MIN_PROBABILITY, thinningProbability } from './sampling/adaptive/thinning.js'
export { FAILED_SHARE, FIRST_SHARE, MAX_ALLOWANCE_SHARE, NOVEL_SHARE } from './sampling/allowances/shares.js'
