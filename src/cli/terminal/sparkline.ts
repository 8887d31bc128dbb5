const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '#', '@'] as const

/** Returns a line of bars, a character each count; nothing stays blank. */
export function sparkline(counts: readonly number[], unicode: boolean): string {
  const bars = unicode ? BARS : ASCII_BARS
  const most = Math.max(1, ...counts)
  return counts.map((count) => (count === 0 ? ' ' : bars[Math.min(7, Math.floor((count / most) * 8))]!)).join('')
}
