import type { Clock } from '../../src/internal/clock.js'
import { createDiag, type Diag } from '../../src/internal/diag.js'
import { systemTimers, type Timers } from '../../src/internal/timer.js'
import { createVoice, type LogLevel } from '../../src/internal/voice.js'

export interface RecordingDiag {
  readonly diag: Diag
  /** Lines of stderr, without their ends. */
  readonly said: string[]
}

/** A diag whose lines can be read, of every level unless another is given. */
export function recordingDiag(level: LogLevel = 'debug', clock?: Clock & Timers): RecordingDiag {
  const said: string[] = []
  const diag = createDiag({
    voice: createVoice(level),
    ...(clock !== undefined && { clock }),
    timers: clock ?? systemTimers,
    write: (line) => said.push(line.trimEnd()),
    tell: () => {},
  })
  return { diag, said }
}
