declare module 'jstat' {
  const jStat: {
    /** Regularized incomplete beta function I_x(a, b). */
    ibeta(x: number, a: number, b: number): number
  }
  // A CommonJS package: by name Node.js finds nothing in it.
  export = jStat
}
