import { CODE, type Logger } from '../../dashboard/src/screens/setup/snippets.js'
import type { Block } from './pages.js'

/** What the page says to put into an app: a block a logger. */
export const setupBlocks: readonly Block[] = (Object.keys(CODE) as Logger[])
  .filter((logger) => logger !== 'none')
  .map((logger) => ({ page: `setup-${logger}`, line: 1, language: 'js', code: `${CODE[logger]}\n` }))
