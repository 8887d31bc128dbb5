import { redactText } from '../../redaction/redact-text.js'
import type { Explanation } from '../../sampling/explanation.js'
import { cleanText } from '../terminal/clean-text.js'
import type { Screen } from '../terminal/screen.js'

/** Returns how a record would be decided, a step a line. */
export function explanationText(explanation: Explanation, screen: Screen): string {
  const lines = String(explanation).split('\n')
  return `${lines.map((line) => `  ${cleanLine(line, screen)}`).join('\n')}\n\n`
}

function cleanLine(line: string, screen: Screen): string {
  const indent = /^ */.exec(line)![0]
  return indent + cleanText(redactText(line), 2_000, screen.unicode)
}
