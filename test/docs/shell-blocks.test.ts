import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usage } from '../../server/src/config.js'
import { KEYS_USAGE } from '../../server/src/keys-command.js'
import type { CommandContext } from '../../src/cli/command/command-context.js'
import { checkHelp, checkNames } from '../../src/cli/commands/check-names.js'
import { commandsOf as wordsOf } from '../../src/cli/doctor/app/shell-words.js'
import { commandsOf } from '../../src/cli/run.js'
import { ALL_PAGES, root } from './pages.js'

const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const { scripts, name, exports, bin = {} } = json('package.json')
const server = json('server/package.json')
const commands = { ...bin, ...server.bin }

interface Line {
  readonly page: string
  readonly line: string
}

const lines: readonly Line[] = ALL_PAGES.flatMap((page) =>
  page.blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) =>
      code
        .replace(/\\\n\s*/g, '')
        .trimEnd()
        .split('\n'),
    )
    .map((line) => ({ page: page.path, line })),
)

/** What is said of a command: how a line of it begins, and what has to be true of the rest. */
const COMMANDS: readonly [begin: RegExp, check: (rest: string) => void][] = [
  [/^#/, () => {}],
  [/^npm ci( && |$)/, (rest) => rest && checkLine(rest)],
  [/^npm test\b/, () => expect(scripts).toHaveProperty('test')],
  [/^npm run /, (rest) => expect(scripts).toHaveProperty([rest.split(' ')[0]!])],
  [/^npm install /, (rest) => expect(rest).toBe(name)],
  [/^npx node /, checkNode],
  [/^npx /, checkCommand],
  [/^lipservice /, (rest) => checkCommand(`${name} ${rest}`)],
  [/^.* \| npx /, checkCommand],
  [/^node /, checkNode],
  [/^curl /, (rest) => expect(rest).toMatch(/\/api\/v1\//)],
]

function checkLine(line: string): void {
  const [command = ''] = line.replace(/^(?:[A-Z][A-Z0-9_]*=(?:"[^"]*"|\$\([^)]*\)|\S+) )+/, '').split(/ +#/)
  const known = COMMANDS.find(([begin]) => begin.test(command))
  expect(known, `a command that no test knows: ${line}`).toBeDefined()
  known![1](command.replace(known![0], ''))
  for (const [, entry] of line.matchAll(/--import (lipservice\/\w+)/g))
    expect(exports).toHaveProperty([entry!.replace(name, '.')])
}

/** Files of the repository that it runs; `app.js` is the user's. */
function checkNode(rest: string): void {
  const file = rest.split(' ').find((word) => /\.[jt]s$/.test(word))!
  if (file !== 'app.js') expect(existsSync(join(root, file)), file).toBe(true)
}

function checkCommand(rest: string): void {
  const [[command, ...args] = []] = wordsOf(rest)
  expect(commands).toHaveProperty([command!])
  if (command === name) {
    checkOwnCommand(args)
    return
  }
  const known = args[0] === 'keys' ? KEYS_USAGE.split(/[\s[]+/) : usage().split(/\s+/)
  for (const flag of args.filter((arg) => arg.startsWith('--'))) expect(known).toContain(flag)
}

const ownCommands = await commandsOf({} as CommandContext, () => {})

/** A command of ours, and its arguments. */
function checkOwnCommand([command = '', ...args]: readonly string[]): void {
  if (args.includes('--help')) expect(() => checkHelp([command, ...args], ownCommands)).not.toThrow()
  else expect(() => checkNames(command, args, ownCommands)).not.toThrow()
}

describe('a line of a shell', () => {
  it.each(lines)('in $page is of commands that exist: $line', ({ line }) => checkLine(line))
})
