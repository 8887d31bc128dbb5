import type { RunningService } from './fleet.ts'

const CLEAR = '\x1b[H\x1b[J'
const NAME_WIDTH = 14

/** What is shown while the demo runs: redrawn on a terminal, otherwise a line now and then. */
export class Screen {
  readonly #services: readonly RunningService[]
  readonly #seconds: number
  readonly #events: string[] = []
  #elapsed = 0

  constructor(services: readonly RunningService[], seconds: number) {
    this.#services = services
    this.#seconds = seconds
  }

  /** Something happened. */
  tell(text: string): void {
    const line = `${String(this.#elapsed).padStart(3)} s  ${text}`
    this.#events.push(line)
    if (!process.stdout.isTTY) process.stdout.write(`${line}\n`)
  }

  draw(elapsed: number): void {
    this.#elapsed = elapsed
    if (process.stdout.isTTY) {
      process.stdout.write(
        `${CLEAR}LipService demo: three services under load   ${elapsed}/${this.#seconds} s\n\n${this.#table()}\n\n${this.#events.join('\n')}\n`,
      )
    } else if (elapsed % 10 === 0) process.stdout.write(`${this.#table()}\n`)
  }

  #table(): string {
    const head = `${'service'.padEnd(NAME_WIDTH)} ${'seen'.padStart(9)} ${'kept'.padStart(9)}   kept % ${'logged'.padStart(10)} ${'sent'.padStart(10)}   errors  policy`
    const rows = this.#services.map((service) => {
      const progress = service.progress()
      if (progress === undefined) return service.name
      const { stats, policy, errorsLogged } = progress
      const from = policy.source === 'remote' ? `version ${policy.version}` : 'adapts by itself'
      return [
        service.name.padEnd(NAME_WIDTH),
        number(stats.seen, 9),
        number(stats.kept, 9),
        percent(stats.kept / Math.max(1, stats.seen)),
        bytes(stats.bytesSeen),
        bytes(stats.delivery.bytesSent),
        number(errorsLogged, 8),
        ` ${from}`,
      ].join(' ')
    })
    return [head, '-'.repeat(head.length + 10), ...rows].join('\n')
  }
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
