import { nearestName } from '../../internal/nearest-name.js'
import { UsageError } from '../command/usage-error.js'
import { cleanText } from '../terminal/clean-text.js'

/** As far as names are checked. */
type Commands = Readonly<Record<string, { readonly args?: unknown; readonly subCommands?: unknown }>>

interface Defined {
  readonly type?: string
  readonly required?: boolean
  readonly valueHint?: string
}
type Arguments = Readonly<Record<string, Defined>>

const MAX_SHOWN = 60

/** A typing error must not go by in silence. @throws UsageError with the name that is nearest */
export function checkNames(command: string, args: readonly string[], known: Commands, within = ''): void {
  const found = commandOf(command, known, within)
  const path = `${within}${command}`
  if (found.subCommands === undefined) {
    checkArguments(path, args, (found.args ?? {}) as Arguments)
    return
  }
  const [next] = args
  const inner = Object.keys(found.subCommands as Commands)
  if (next === undefined || next.startsWith('-'))
    throw new UsageError(`which? lipservice ${path} ${inner.join('|')}; see lipservice ${path} --help`)
  checkNames(next, args.slice(1), found.subCommands as Commands, `${path} `)
}

/** Whoever asks for help of what is not there is told so, too. @throws UsageError with the name that is nearest */
export function checkHelp(args: readonly string[], known: Commands): void {
  const [command, next] = args.filter((arg) => arg !== 'help')
  if (command === undefined || command.startsWith('-')) return
  const { subCommands } = commandOf(command, known, '')
  if (subCommands !== undefined && next !== undefined && !next.startsWith('-'))
    commandOf(next, subCommands as Commands, `${command} `)
}

function commandOf(name: string, known: Commands, within: string): Commands[string] {
  if (Object.hasOwn(known, name)) return known[name]!
  const shown = cleanText(name, MAX_SHOWN)
  if (name.startsWith('-')) throw new UsageError(`there is no option '${shown}' of all commands; see lipservice --help`)
  throw new UsageError(`there is no command '${within}${shown}'${meant(name, Object.keys(known))}`)
}

function checkArguments(path: string, args: readonly string[], defined: Arguments): void {
  const positional = Object.values(defined).filter(({ type }) => type === 'positional')
  const words = wordsOf(path, args, defined)
  const see = `see lipservice ${path} --help`
  const missing = positional.filter(({ required }) => required)[words.length]
  if (missing !== undefined) throw new UsageError(`${path} needs ${missing.valueHint}; ${see}`)
  const takesAny = positional.some(({ valueHint }) => valueHint?.includes('…'))
  if (takesAny || words.length <= positional.length) return
  const extra = cleanText(words[positional.length]!, MAX_SHOWN)
  const takes =
    positional.length === 0
      ? 'no argument'
      : `${positional.map(({ valueHint }) => valueHint).join(' and ')}, in quotes if there are blanks in it`
  throw new UsageError(`${path} takes ${takes}; got '${extra}', too; ${see}`)
}

/** Returns what is no option and no value of one. @throws UsageError where one is not there, or has a value that is none */
function wordsOf(path: string, args: readonly string[], defined: Arguments): string[] {
  const words: string[] = []
  const names = Object.keys(defined)
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') return [...words, ...args.slice(i + 1)]
    const [, name, value] = /^--(?:no-(?=.))?([^=]+)(=.*)?$/s.exec(arg) ?? []
    const isShort = /^-[A-Za-z]/.test(arg)
    if (!isShort && name === undefined) words.push(arg)
    else if (isShort || !names.includes(name!)) {
      const said = cleanText(isShort ? arg : `--${name}`, MAX_SHOWN)
      const nearest = name === undefined ? '' : meant(name, names, '--')
      throw new UsageError(`${path} has no ${said}${nearest}; see lipservice ${path} --help`)
    } else if (defined[name!]!.type === 'boolean') {
      if (value !== undefined)
        throw new UsageError(`--${name} takes no value; got '${cleanText(value.slice(1), MAX_SHOWN)}'`)
    } else if (value === undefined) i++
  }
  return words
}

function meant(name: string, names: readonly string[], mark = ''): string {
  const nearest = nearestName(name, names)
  return nearest === undefined ? '' : `; did you mean ${mark}${nearest}?`
}
