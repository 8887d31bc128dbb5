import { plainText } from '../format/plain-text.js'
import type { Silence } from '../state/pulse.js'
import { failures } from '../texts/failures.js'
import { shell } from '../texts/shell.js'

/** Returns why the server does not answer, in words. */
export function whySilent(said: Silence): string {
  if (said.kind === 'offline') return shell.offline
  if (said.kind === 'too_many') return shell.tooMany(said.seconds)
  if (said.kind === 'behind') return shell.behind(plainText(said.why))
  return said.kind === 'failed' ? shell.answers(said.status) : failures.noAnswer
}
