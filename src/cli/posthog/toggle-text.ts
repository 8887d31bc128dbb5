import type { FlagReading } from '../../posthog/toggle/flag-reading.js'
import type { ToggleMode } from '../../posthog/toggle/toggle-mode.js'

const SHOWN_SERVICES = 20
const WORDS: Readonly<Record<ToggleMode, string>> = {
  active: 'on: own switches count',
  shadow: 'shadow: all is kept, and stamped with what would be dropped',
  off: 'off: all is kept',
}

/** Returns what the flag says, in sentences. */
export function readingLines(reading: FlagReading): readonly string[] {
  switch (reading.state) {
    case 'absent':
      return ['There is no switch: own switches count.']
    case 'odd':
      return [`It is not understood: ${reading.why}. Own switches count.`]
    case 'unknown':
      return [`PostHog did not say what it is: ${reading.why}`]
    case 'set': {
      const named = [...reading.services]
      const more = named.length - SHOWN_SERVICES
      return [
        `It says ${WORDS[reading.mode]}.`,
        ...named.slice(0, SHOWN_SERVICES).map(([service, mode]) => `For ${service} it says ${WORDS[mode]}.`),
        ...(more > 0 ? [`And ${more} more services.`] : []),
      ]
    }
  }
}
