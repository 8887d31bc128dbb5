import { UsageError } from './usage-error.js'

/**
 * Returns what options come to.
 *
 * @param given arguments of the command line, and what the options call them in a complaint
 * @throws UsageError saying which argument is wrong, which option, or which variable
 */
export function resolved<T>(resolve: () => T, given: Readonly<Record<string, string | undefined>> = {}): T {
  try {
    return resolve()
  } catch (error) {
    const said = (error as Error).message.replace(/^lipservice: /, '')
    const [argument, name] = Object.entries(given).find(([, name]) => name !== undefined && said.startsWith(name)) ?? []
    throw new UsageError(name === undefined ? said : `${argument}${said.slice(name.length)}`)
  }
}
