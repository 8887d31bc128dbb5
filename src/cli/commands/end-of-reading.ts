import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import type { Source } from '../input/source.js'
import { cleanText } from '../terminal/clean-text.js'
import { bytes } from '../terminal/numbers.js'

const MAX_NAME = 200

/** Returns how a command ends that has read sources, and says which of them could not be read to their end. */
export function endOfReading(sources: readonly Source[], isInterrupted: boolean, { err }: CommandContext): ExitCode {
  let isDamaged = false
  for (const source of sources) {
    const damage = source.damage()
    if (damage === undefined) continue
    isDamaged = true
    const name = cleanText(source.name, MAX_NAME, err.unicode)
    err.write(`lipservice: ${name} is damaged behind ${bytes(source.read())}, what is before was read: ${damage}\n`)
  }
  if (isInterrupted) return EXIT.interrupted
  return isDamaged ? EXIT.partial : EXIT.ok
}
