import type { JSX } from 'preact'
import { when } from '../format/times.js'
import { zone } from '../state/preferences.js'
import { serverNow } from '../state/pulse.js'
import type { Service } from '../state/services.js'
import { serviceState } from '../texts/service-state.js'
import { Chip, type Tone } from './marks.js'

const version = (number: number): string => `v${number}`

/** Returns what is out of the ordinary with a service, the worst first; nothing: its version. */
export function statesOf(service: Service, time: (at: number) => string): [Tone, string][] {
  const { open_incident, switch_until, candidate, policy, silent_since, history_until } = service
  const states: [Tone, string][] = []
  if (open_incident !== null) states.push(['bad', serviceState.incident])
  if (silent_since !== null) states.push(['warn', serviceState.silent(time(silent_since))])
  if (switch_until !== null) states.push(['warn', serviceState.keepsAll(time(switch_until))])
  if (candidate !== null) states.push(['accent', serviceState.onItsWay(version(candidate.version), candidate.stage)])
  if (policy?.kind === 'rollback') states.push(['person', serviceState.held(version(policy.version))])
  if (policy?.kind === 'operator') states.push(['person', serviceState.fixed(version(policy.version))])
  if (states.length > 0) return states
  if (policy !== null) return [['', version(policy.version)]]
  return [['', history_until === null ? serviceState.byItself : serviceState.young(time(history_until))]]
}

/** Where a service stands, as words. */
export function ServiceState({ of: service }: { of: Service }): JSX.Element {
  const now = serverNow()
  return (
    <span class="chips">
      {statesOf(service, (at) => when(at, zone.value, Math.max(at, now))).map(([tone, text]) => (
        <Chip key={text} tone={tone}>
          {text}
        </Chip>
      ))}
    </span>
  )
}
