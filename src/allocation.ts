/** Entry `lipservice/allocation`: the arithmetic of budgets, for the LipService server and for simulations. Pure. */
export { allocatedProbability, type Demand, solveLambda } from './sampling/adaptive/allocation.js'
export { ladderRate } from './sampling/adaptive/ladder.js'
export { thinningProbability } from './sampling/adaptive/thinning.js'
