import type { JSX } from 'preact'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { Chip } from '../../parts/marks.js'
import { Loaded } from '../../parts/states.js'
import { Prose } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Resource } from '../../state/resource.js'
import type { Service } from '../../state/services.js'
import { switchTexts } from '../../texts/posthog-switch.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { ServicePage } from './use-service.js'

interface ReasonCardProps {
  readonly service: Service
  readonly page: Resource<ServicePage>
}

/** What the policy in force says of itself. */
export function ReasonCard({ service, page }: ReasonCardProps): JSX.Element {
  const policy = page.data.value?.policy
  const { candidate } = service
  return (
    <Card
      fill
      label={texts.reasoning}
      title={
        <>
          {texts.reasoning}
          {policy && (
            <span class="dimmer sub-title">
              {texts.policy(
                policy.version,
                when(policy.created_at, zone.value, serverNow()),
                plainText(policy.stage_reason),
              )}
            </span>
          )}
        </>
      }
      tools={
        <>
          {candidate !== null && <Chip tone="accent">{texts.candidate(candidate.version, candidate.stage)}</Chip>}
          <a href={linkTo.policies(service.name)}>{texts.allVersions}</a>
        </>
      }
    >
      <div class="body">
        <Loaded of={page} height={120}>
          {(data) => (
            <>
              {data.switched !== null && (
                <p class="reasoning">
                  <b>{switchTexts.note[data.switched.mode](when(data.switched.since, zone.value, serverNow()))}</b>
                </p>
              )}
              {data.policy === null ? (
                <p class="reasoning">
                  {texts.adapts} {data.budget === null && texts.adaptsNoBudget}
                </p>
              ) : (
                <Prose text={data.policy.reasoning ?? texts.says} />
              )}
            </>
          )}
        </Loaded>
      </div>
    </Card>
  )
}
