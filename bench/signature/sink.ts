/** What is measured leaves something here, so that V8 cannot leave it out. */
export const sink = { value: 0 }
