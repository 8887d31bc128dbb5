import type { JSX } from 'preact'
import { clockTime, when } from '../../format/times.js'
import { Chip } from '../../parts/marks.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Service } from '../../state/services.js'
import { switchTexts } from '../../texts/posthog-switch.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { ServicePage } from './use-service.js'

interface StateChipsProps {
  readonly service: Service
  /** `undefined`: not known yet. */
  readonly page: ServicePage | undefined
}

/** What state a service is in, the weightiest first. */
export function StateChips({ service, page }: StateChipsProps): JSX.Element {
  const { open_incident, switch_until, silent_since, candidate, policy } = service
  const now = serverNow()
  const at = (time: number): string => when(time, zone.value, now)
  const isHeld = policy?.kind === 'rollback' || policy?.kind === 'operator'
  return (
    <span class="chips">
      {open_incident !== null && <Chip tone="bad">{texts.incident}</Chip>}
      {switch_until !== null && switch_until > now && (
        <Chip tone="warn">{texts.keepsAll(clockTime(switch_until, zone.value))}</Chip>
      )}
      {page?.switched != null && <Chip tone="person">{switchTexts.chip[page.switched.mode]}</Chip>}
      {silent_since !== null && <Chip tone="warn">{texts.silentSince(at(silent_since))}</Chip>}
      {candidate !== null && <Chip tone="accent">{texts.candidate(candidate.version, candidate.stage)}</Chip>}
      {isHeld && <Chip tone="person">{texts.held(policy.version)}</Chip>}
    </span>
  )
}
