import { nearestName } from '../../internal/nearest-name.js'
import { UsageError } from '../command/usage-error.js'
import { cleanText } from '../terminal/clean-text.js'

/** As far as names are checked. */
type Commands = Readonly<Record<string, { readonly args?: unknown; readonly subCommands?: unknown }>>

const MAX_SHOWN = 60

/** A typing error must not go by in silence. @throws UsageError with the name that is nearest */
export function checkNames(command: string, args: readonly string[], known: Commands, within = ''): void {
  const names = Object.keys(known)
  const shown = cleanText(command, MAX_SHOWN)
  if (!Object.hasOwn(known, command))
    throw new UsageError(`there is no command '${within}${shown}'${meant(command, names)}`)
  const path = `${within}${command}`
  const { args: defined, subCommands } = known[command]!
  if (subCommands !== undefined) {
    const [next] = args
    const inner = Object.keys(subCommands as Commands)
    if (next === undefined || next.startsWith('-'))
      throw new UsageError(`which? lipservice ${path} ${inner.join('|')}; see lipservice ${path} --help`)
    checkNames(next, args.slice(1), subCommands as Commands, `${path} `)
    return
  }
  checkOptions(path, args, Object.keys(defined ?? {}))
}

function checkOptions(path: string, args: readonly string[], names: readonly string[]): void {
  for (const arg of args) {
    if (arg === '--') return
    const [, name] = /^--(?:no-)?([^=]+)/.exec(arg) ?? []
    const isShort = /^-[A-Za-z]/.test(arg)
    if (!isShort && (name === undefined || names.includes(name))) continue
    const said = cleanText(isShort ? arg : `--${name}`, MAX_SHOWN)
    const nearest = name === undefined ? '' : meant(name, names, '--')
    throw new UsageError(`${path} has no ${said}${nearest}; see lipservice ${path} --help`)
  }
}

function meant(name: string, names: readonly string[], mark = ''): string {
  const nearest = nearestName(name, names)
  return nearest === undefined ? '' : `; did you mean ${mark}${nearest}?`
}
