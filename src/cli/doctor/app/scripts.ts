import { type NodeArguments, readNodeArguments } from './node-arguments.js'
import { commandsOf } from './shell-words.js'

/** One command of a script of package.json. */
export interface ScriptCommand {
  /** Name of the script. */
  readonly script: string
  readonly words: readonly string[]
  /** Variables that stand before it. */
  readonly env: Readonly<Record<string, string>>
  /** Of a command that runs Node.js. */
  readonly node: NodeArguments | undefined
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s
const RUNNERS = new Set(['node', 'nodejs', 'tsx', 'ts-node', 'nodemon', 'node-dev', 'ts-node-dev', 'tsnd', 'bun'])
const PREFIXES = new Set(['cross-env', 'cross-env-shell', 'npx', 'env', 'exec', 'dotenvx', 'dotenv', '--'])
/** Which script runs the app, the likeliest first. */
const OF_THE_APP = ['start', 'start:prod', 'serve', 'dev', 'develop']

export function scriptCommands(scripts: Readonly<Record<string, unknown>>): ScriptCommand[] {
  return Object.entries(scripts).flatMap(([script, line]) =>
    typeof line === 'string' ? commandsOf(line).map((words) => commandOf(script, words)) : [],
  )
}

function commandOf(script: string, all: readonly string[]): ScriptCommand {
  const env: Record<string, string> = {}
  let i = 0
  for (; i < all.length; i++) {
    const found = ASSIGNMENT.exec(all[i]!)
    if (found !== null) env[found[1]!] = found[2]!
    else if (!PREFIXES.has(all[i]!)) break
  }
  const words = all.slice(i)
  const runner = words[0]?.replace(/^.*[\\/]/, '')
  const node =
    runner !== undefined && RUNNERS.has(runner) ? readNodeArguments(words.slice(1), `script ${script}`) : undefined
  return { script, words, env, node }
}

/** Returns the commands of the script that runs the app. */
export function commandsOfApp(commands: readonly ScriptCommand[]): readonly ScriptCommand[] {
  const name = OF_THE_APP.find((script) => commands.some((command) => command.script === script))
  return commands.filter(({ script }) => script === name)
}
