import { UsageError } from './usage-error.js'

/** Returns what options come to. @throws UsageError saying which option is wrong, or which variable */
export function resolved<T>(resolve: () => T): T {
  try {
    return resolve()
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/^lipservice: /, ''))
  }
}
