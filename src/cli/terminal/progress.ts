import { cleanText } from './clean-text.js'
import { bytes, duration } from './numbers.js'
import { type Screen, styled } from './screen.js'
import { signs } from './signs.js'

/** Between two drawings on a terminal, and between two lines where there is none. */
const DRAW_MILLIS = 120
const LINE_MILLIS = 10_000
const BAR = 24
const NAME_CHARACTERS = 60
const CLEAR_LINE = '\r\u001b[K'

export interface Progress {
  /** @param done of the bytes or whatever else is counted; `total` undefined: nobody knows */
  at(done: number, total: number | undefined, what: string): void
  end(): void
}

/** What is done and how fast, as it is shown. */
export type ProgressUnit = (done: number, perSecond: number) => readonly string[]

const BYTES: ProgressUnit = (done, perSecond) => [bytes(done), `${bytes(perSecond)}/s`]

/** Shows how far a job is: a bar that is redrawn on a terminal, now and then a line elsewhere. */
export function createProgress(screen: Screen, elapsed: () => number, unit: ProgressUnit = BYTES): Progress {
  const started = elapsed()
  let shown = started
  let isDrawn = false

  function text(done: number, total: number | undefined, what: string): string {
    const seconds = Math.max(0.001, (elapsed() - started) / 1_000)
    const rate = done / seconds
    const facts = [cleanText(what, NAME_CHARACTERS, screen.unicode), ...unit(done, rate)]
    if (total === undefined || total === 0) return facts.join(' · ')
    const share = Math.min(1, done / total)
    if (rate > 0 && share < 1) facts.push(`${duration(((total - done) / rate) * 1_000)} left`)
    const full = Math.round(share * BAR)
    const [on, off] = screen.unicode ? ['█', '░'] : ['#', '.']
    return `${on.repeat(full)}${off.repeat(BAR - full)} ${Math.round(share * 100)} % · ${facts.join(' · ')}`
  }

  return {
    at(done, total, what) {
      const now = elapsed()
      if (now - shown < (screen.isTerminal ? DRAW_MILLIS : LINE_MILLIS)) return
      shown = now
      const line = signs(text(done, total, what), screen.unicode)
      screen.write(
        screen.isTerminal ? `${CLEAR_LINE}${styled(screen, 'dim', line.slice(0, screen.width - 1))}` : `${line}\n`,
      )
      isDrawn = screen.isTerminal
    },
    end() {
      if (isDrawn) screen.write(CLEAR_LINE)
      isDrawn = false
    },
  }
}
