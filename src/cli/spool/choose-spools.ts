import type { CommandContext } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { InputError } from '../input/input-error.js'
import { cleanText } from '../terminal/clean-text.js'
import { type FoundSpool, foundSpools } from './found-spools.js'

/** Which spools a command line means. */
export interface SpoolArguments {
  readonly spool?: string | undefined
  readonly dir?: string | undefined
}

/** Returns the spools that are named, or all. @throws UsageError or InputError saying what is missing */
export async function chosenSpools(
  context: CommandContext,
  { spool, dir }: SpoolArguments,
): Promise<readonly FoundSpool[]> {
  return chosen(await foundSpools(directoryOf(context, dir), context.clock.now), spool)
}

/** As {@link chosenSpools}, but only those that nobody takes care of. @throws InputError where one is named that somebody does */
export async function chosenOrphans(context: CommandContext, args: SpoolArguments): Promise<readonly FoundSpool[]> {
  return orphansOf(await chosenSpools(context, args), args.spool)
}

export function directoryOf({ env }: CommandContext, given: string | undefined): string {
  const directory = given ?? env['LIPSERVICE_SPOOL_DIR']
  if (!directory)
    throw new UsageError('which directory? set LIPSERVICE_SPOOL_DIR, or name it: --dir /var/spool/lipservice')
  return directory
}

function chosen(spools: readonly FoundSpool[], name: string | undefined): readonly FoundSpool[] {
  if (name === undefined) return spools
  const found = spools.filter(({ id }) => id.startsWith(name.toLowerCase()))
  if (found.length === 1) return found
  throw new InputError(
    found.length === 0
      ? `there is no spool ${cleanText(name, 40)}`
      : `${name} is the begin of ${found.length} spools: name more of it`,
  )
}

/** What somebody takes care of is left to them. */
function orphansOf(spools: readonly FoundSpool[], name: string | undefined): readonly FoundSpool[] {
  const [one] = spools
  if (name !== undefined && one !== undefined && one.state !== 'orphaned') {
    const why =
      one.state === 'in use'
        ? 'a process that lives takes care of it'
        : 'its process was here less than 5 minutes ago and may live on another host'
    throw new InputError(`${one.id} is not orphaned: ${why}`)
  }
  return spools.filter(({ state }) => state === 'orphaned')
}
