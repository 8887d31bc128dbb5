/** Returns a number from 0 to below 1, by chance. */
export const systemRandom = (): number => Math.random()
