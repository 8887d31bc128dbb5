import type { CommandContext } from '../command/command-context.js'

/** Returns a signal that nobody will answer any more: Ctrl-C, or the end of what comes in. A question would wait for ever. */
export function endOf({ stdin, stop }: CommandContext): AbortSignal {
  const ended = new AbortController()
  for (const event of ['end', 'close']) stdin.once(event, () => ended.abort())
  return AbortSignal.any([stop, ended.signal])
}
