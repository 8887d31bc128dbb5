import { readFileSync } from 'node:fs'
import type { RecordedMessage } from './select-messages.ts'

/** The corpus as it is in the repository. */
export function readCorpus(): RecordedMessage[] {
  const lines = readFileSync(new URL('./corpus.ndjson', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as RecordedMessage)
}

/** The software that a label belongs to: an npm package, node's core, or another project such as Postgres. */
export function softwareOf(template: string): string {
  if (template.startsWith('node:')) return 'node'
  const [first, second] = template.split('/')
  return first!.startsWith('@') ? `${first}/${second}` : first!
}
