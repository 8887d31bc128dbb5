import { decideMode, readingThatCounts } from './decide-mode.js'
import type { FlagReading } from './flag-reading.js'
import type { ToggleMode } from './toggle-mode.js'

/** A service as it is. */
export interface ToggledService {
  /** Its name, as its SDKs say it. */
  readonly service: string
  /** Of the switch that is not PostHog's. */
  readonly own: ToggleMode
  /** What it does now. */
  readonly inForce: ToggleMode
}

/** A change of what a service does, for an audit. */
export interface ToggleChange {
  /** Name of the service. */
  readonly service: string
  /** What it did until now. */
  readonly from: ToggleMode
  /** What it does from now on. */
  readonly to: ToggleMode
  /** `own`: the flag says nothing, or nothing more careful, any more. */
  readonly by: 'own' | 'flag'
  /** One sentence for people. */
  readonly why: string
}

/** What has services. */
export interface TogglePort {
  /** All services that are switched. */
  services(): Promise<readonly ToggledService[]>
  /** Does a change, and writes it into the audit in the same transaction. */
  change(change: ToggleChange): Promise<void>
}

/**
 * Brings services to what the flag and their own switches say; what is so already is left alone, so that each change is one entry of the
 * audit.
 *
 * @param last what the step before returned; `undefined`: there was none
 * @returns the reading that counts now, to be handed in again, and the changes that were made
 * @throws what the port throws; the next step does the rest
 * @example
 * last = (await followToggle(await readToggle(api), last, port)).reading
 */
export async function followToggle(
  now: FlagReading,
  last: FlagReading | undefined,
  port: TogglePort,
): Promise<{ readonly reading: FlagReading; readonly changes: readonly ToggleChange[] }> {
  const reading = readingThatCounts(last, now)
  const changes: ToggleChange[] = []
  for (const { service, own, inForce } of await port.services()) {
    const { mode, by } = decideMode(service, own, reading)
    if (mode === inForce) continue
    const change = { service, from: inForce, to: mode, by, why: whyOf(by, reading) }
    await port.change(change)
    changes.push(change)
  }
  return { reading, changes }
}

function whyOf(by: 'own' | 'flag', reading: FlagReading): string {
  if (by === 'flag') return "PostHog's feature flag lipservice-sampling is more careful than the own switch."
  switch (reading.state) {
    case 'set':
      return "The own switch is at least as careful as PostHog's feature flag lipservice-sampling."
    case 'absent':
      return 'There is no feature flag lipservice-sampling in PostHog: the own switch counts.'
    case 'odd':
      return `PostHog's feature flag lipservice-sampling is not understood: ${reading.why}. The own switch counts.`
    case 'unknown':
      return 'PostHog does not say what its feature flag lipservice-sampling is: the own switch counts.'
  }
}
