import { type Screen, styled } from '../terminal/screen.js'
import { signs } from '../terminal/signs.js'
import { wrapped } from '../terminal/wrapped.js'
import { COMMON_EXITS } from './command-help.js'
import { type DescribedArgument, type DescribedCommand, findDescribed, usageOf } from './described.js'

const INDENT = 2
const MAX_TERM = 26

export const ABOUT = 'Adaptive log sampling for Node.js: see what it would save, wire it, find out what is wrong.'
/** Variables that all commands read. */
export const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['NO_COLOR', 'no colours'],
  ['FORCE_COLOR', 'colours, also where nobody looks'],
  ['COLUMNS', 'how wide the output is (default: the terminal, else 80)'],
  ['LC_ALL, LC_CTYPE, LANG', 'ASCII where the locale is not UTF-8'],
]

/** Returns the help of the command that a command line names, or of all. */
export function helpFor(
  args: readonly string[],
  version: string,
  commands: readonly DescribedCommand[],
  screen: Screen,
): string {
  const command = findDescribed(
    commands,
    args.filter((arg) => !arg.startsWith('-') && arg !== 'help'),
  )
  return command === undefined ? rootHelp(version, commands, screen) : commandHelp(command, screen)
}

/** Returns the help of the command itself. */
export function rootHelp(version: string, commands: readonly DescribedCommand[], screen: Screen): string {
  return textOf(
    [
      ...wrapped(`${ABOUT} (${version})`, screen),
      ...section('Usage', wrapped('lipservice COMMAND [OPTIONS] [ARGUMENTS]', screen, INDENT, INDENT), screen),
      ...section(
        'Commands',
        terms(
          commands.map(({ path, description }) => [path, description]),
          screen,
        ),
        screen,
      ),
      ...section('Variables', terms(ENVIRONMENT, screen), screen),
      '',
      ...wrapped('lipservice COMMAND --help says more of one.', screen),
    ],
    screen,
  )
}

/** Returns the help of one command. */
export function commandHelp(command: DescribedCommand, screen: Screen): string {
  const { description, args, subCommands, help } = command
  const positional = args.filter(({ isPositional }) => isPositional)
  const options = args.filter(({ isPositional }) => !isPositional)
  const inner = subCommands.map(({ path, description: says }): [string, string] => [path.split(' ').at(-1)!, says])
  const exits = [...COMMON_EXITS, ...(help?.exits ?? [])].toSorted(([a], [b]) => a - b)
  return textOf(
    [
      ...wrapped(description, screen),
      ...section('Usage', wrapped(usageOf(command), screen, INDENT, INDENT), screen),
      ...section('Commands', terms(inner, screen), screen),
      ...section(
        'Arguments',
        terms(
          positional.map((one) => [one.hint, describe(one)]),
          screen,
        ),
        screen,
      ),
      ...section(
        'Options',
        terms(
          options.map((one) => [optionOf(one), describe(one)]),
          screen,
        ),
        screen,
      ),
      ...section(
        'Examples',
        (help?.examples ?? []).flatMap(([line, does]) => exampleLines(line, does, screen)),
        screen,
      ),
      ...section(
        'Exit codes',
        terms(
          exits.map(([code, means]) => [String(code), means]),
          screen,
        ),
        screen,
      ),
    ],
    screen,
  )
}

/** Values that may stand there, if they are few. */
const valuesOf = (hint: string): string[] => (hint.includes('|') ? hint.split('|') : [])

export const optionOf = ({ name, isBoolean, hint }: DescribedArgument): string => {
  const value = valuesOf(hint).length > 3 ? 'NAME' : hint
  return isBoolean ? `--${name}` : `--${name} ${value}`
}

/** Returns what an argument is, with its values and its default. */
export function describe({ description, fallback, hint }: DescribedArgument): string {
  const values = valuesOf(hint)
  const said = values.length > 3 ? `${description} (${values.join(', ')})` : description
  return fallback === undefined ? said : `${said} (default: ${fallback})`
}

/** Lines of a shell stay whole: they are for copying. */
const exampleLines = (line: string, does: string, screen: Screen): string[] => [
  `  ${styled(screen, 'cyan', line)}`,
  ...wrapped(does, screen, 2 * INDENT).map((text) => styled(screen, 'dim', text)),
]

function section(title: string, lines: readonly string[], screen: Screen): string[] {
  return lines.length === 0 ? [] : ['', styled(screen, 'bold', title), ...lines]
}

/** A term and what it is; beneath it where there is no room beside it. */
function terms(rows: readonly (readonly [string, string])[], screen: Screen): string[] {
  const longest = Math.max(0, ...rows.map(([term]) => term.length))
  const column = Math.min(longest, MAX_TERM, Math.floor(screen.width / 3))
  return rows.flatMap(([term, says]) => {
    const [first = '', ...rest] = wrapped(says, screen, INDENT + column + 2)
    const head = `  ${styled(screen, 'cyan', term)}`
    if (term.length > column) return [head, first, ...rest]
    return [`${head}${' '.repeat(column - term.length + 2)}${first.trimStart()}`, ...rest]
  })
}

const textOf = (lines: readonly string[], { unicode }: Screen): string => signs(`${lines.join('\n')}\n`, unicode)
