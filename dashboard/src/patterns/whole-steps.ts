/**
 * Returns what a chart shows of counts by steps: the step that is not over at its rate so far, or not at all before half of it is
 * over. Reports come once a minute: at its beginning a step looks as if everything had fallen silent.
 *
 * @param from start of the first step, epoch seconds
 * @param now epoch seconds
 */
export function wholeSteps(values: readonly number[], from: number, step: number, now: number): number[] {
  const over = Math.max(0, Math.min(values.length, (now - from) / step))
  const whole = Math.floor(over)
  const shown = values.slice(0, whole)
  const part = over - whole
  if (whole < values.length && part >= 0.5) shown.push(values[whole]! / part)
  return shown
}
