import type { Destination } from '../../options/destination.js'
import { type ResolvedOptions, resolveOptions } from '../../options/resolve-options.js'
import type { CommandContext } from '../command/command-context.js'
import { resolved } from '../command/resolved.js'
import { UsageError } from '../command/usage-error.js'

type Otlp = Extract<Destination, { kind: 'otlp' }>

/** Returns the backend of the environment. @throws UsageError where there is none, or a variable is wrong */
export function destinationOf({ env }: CommandContext): { destination: Otlp; options: ResolvedOptions } {
  const options = resolved(() => resolveOptions({}, env))
  const { destination } = options
  if (destination.kind !== 'otlp') throw new UsageError('where to? set POSTHOG_API_KEY, or OTEL_EXPORTER_OTLP_ENDPOINT')
  return { destination, options }
}
