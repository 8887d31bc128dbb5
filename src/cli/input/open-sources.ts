import type { Readable } from 'node:stream'
import { InputError } from './input-error.js'
import { fileSource, inputSource, type Source } from './source.js'

/**
 * Returns the sources that a command line names, `-` for what comes in. Without names: what comes in, if it comes by a pipe.
 *
 * @throws InputError where there is nothing to read
 */
export async function openSources(
  paths: readonly string[],
  stdin: Readable & { readonly isTTY?: boolean },
): Promise<Source[]> {
  if (paths.length === 0) {
    if (stdin.isTTY) throw new InputError('name a log file, or pipe one in: lipservice analyze app.log')
    return [inputSource(stdin)]
  }
  if (paths.filter((path) => path === '-').length > 1) throw new InputError('what comes in can be read once: one -')
  return Promise.all(paths.map((path) => (path === '-' ? inputSource(stdin) : fileSource(path))))
}
