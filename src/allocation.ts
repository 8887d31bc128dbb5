/** Entry `lipservice/allocation`: the arithmetic of budgets, for the LipService server and for simulations. Pure. */
export { allocatedProbability, type Demand, solveLambda } from './sampling/adaptive/allocation.js'
export { BYTES_PER_GB } from './sampling/adaptive/billing-unit.js'
export { ladderRate } from './sampling/adaptive/ladder.js'
export { MIN_PROBABILITY, thinningProbability } from './sampling/adaptive/thinning.js'
export { FAILED_SHARE, FIRST_SHARE, MAX_ALLOWANCE_SHARE, NOVEL_SHARE } from './sampling/allowances/shares.js'
