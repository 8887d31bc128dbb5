import type { AdaptiveLogging, AdaptiveLoggingStats } from 'lipservice'

const TOP_PATTERNS = 8
const TEMPLATE_WIDTH = 58
const CLEAR = '\x1b[H\x1b[J'

/** The live table: redrawn on a terminal, otherwise a line now and then. */
export function drawProgress(logging: AdaptiveLogging, elapsedSeconds: number, totalSeconds: number): void {
  const stats = logging.stats()
  if (!process.stdout.isTTY) {
    if (elapsedSeconds % 5 === 0) process.stdout.write(`${headline(stats, elapsedSeconds, totalSeconds)}\n`)
    return
  }
  const policy = logging.policy()
  const from = policy.source === 'remote' ? `LipService, version ${policy.version}` : 'none yet: adapting by itself'
  process.stdout.write(
    `${CLEAR}LipService demo: a Fastify shop under load\n\n${headline(stats, elapsedSeconds, totalSeconds)}\n` +
      `policy  ${from}\n\n${patternTable(stats)}\n`,
  )
}

export function patternTable(stats: AdaptiveLoggingStats): string {
  const rows = stats.patterns.slice(0, TOP_PATTERNS).map(({ template, seen, kept, bytesSeen }) => {
    const name = template.length > TEMPLATE_WIDTH ? `${template.slice(0, TEMPLATE_WIDTH - 1)}…` : template
    return [name.padEnd(TEMPLATE_WIDTH), number(seen, 9), number(kept, 9), percent(kept / seen), bytes(bytesSeen)].join(
      ' ',
    )
  })
  const head = [
    'pattern'.padEnd(TEMPLATE_WIDTH),
    'seen'.padStart(9),
    'kept'.padStart(9),
    '  kept %',
    '     bytes',
  ].join(' ')
  return [head, '-'.repeat(head.length), ...rows].join('\n')
}

function headline(stats: AdaptiveLoggingStats, elapsed: number, total: number): string {
  const { seen, kept, delivery } = stats
  const errors = stats.bySeverity.ERROR.seen + stats.bySeverity.CRITICAL.seen
  return (
    `${String(elapsed).padStart(3)}/${total} s   seen ${number(seen, 7)}   kept ${number(kept, 6)}   ` +
    `sent ${bytes(delivery.bytesSent)} of ${bytes(stats.bytesSeen)}   errors ${errors}`
  )
}

export function number(value: number, width = 0): string {
  return Math.round(value).toLocaleString('en-US').padStart(width)
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`.padStart(8)
}

export function bytes(value: number): string {
  const [amount, unit] = value >= 1e6 ? [value / 1e6, 'MB'] : [value / 1e3, 'kB']
  return `${amount.toFixed(1)} ${unit}`.padStart(10)
}
