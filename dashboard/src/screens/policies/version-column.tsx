import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { fullTime } from '../../format/times.js'
import { Approach } from '../../parts/approach.js'
import { Button } from '../../parts/button.js'
import { Card, Facts } from '../../parts/card.js'
import { copy } from '../../parts/code.js'
import { Dot } from '../../parts/marks.js'
import { ReasonText } from '../../parts/reason-text.js'
import { Loaded } from '../../parts/states.js'
import { Prose } from '../../parts/template.js'
import { Who } from '../../parts/who.js'
import { lazyPart } from '../../shell/lazy.js'
import { zone } from '../../state/preferences.js'
import { useResource } from '../../state/resource.js'
import { query } from '../../state/url.js'
import { policyTexts as texts } from '../../texts/policies.js'
import { CanaryCard } from './canary-card.js'
import { DiffCard } from './diff-card.js'
import { inForce, isOnItsWay, type Version } from './fold-versions.js'
import { InstancesCard } from './instances-card.js'
import { ReplayCard } from './replay-card.js'
import { StageChip } from './stage-chip.js'
import { Stepper } from './stepper.js'
import { hasWay } from './steps-of.js'
import { VersionActions } from './version-actions.js'
import type { WholeVersion } from './whole-version.js'

const ExplanationCard = lazyPart(async () => (await import('../../actions/explanation-card.js')).ExplanationCard, 160)

interface VersionColumnProps {
  readonly service: string
  readonly version: number
  readonly versions: readonly Version[]
}

/** One version: where it stands, what it was tried by, what it changed and why. */
export function VersionColumn({ service, version, versions }: VersionColumnProps): JSX.Element {
  const asked = query.value.get('against') ?? ''
  const against = /^\d{1,15}$/.test(asked) ? Number(asked) : undefined
  const params = { path: { service, version }, query: against === undefined ? {} : { against } }
  const whole = useResource<WholeVersion>(`version ${service} ${version} ${against ?? ''}`, (signal) =>
    answerOf(api.GET('/api/v1/policies/{service}/versions/{version}', { params, signal })),
  )
  const current = inForce(versions)
  return (
    <div class="col">
      <Loaded of={whole} height={560}>
        {(found) => (
          <>
            <Head service={service} of={found} current={current?.version} />
            {found.canary !== null && <CanaryCard of={found.canary} unit={found.forecast?.['unit']} />}
            {found.forecast?.['replay'] !== undefined && <ReplayCard of={found} />}
            {(isOnItsWay(found) || found.version === current?.version) && (
              <InstancesCard service={service} version={found.version} />
            )}
            <DiffCard of={found} versions={versions} current={current?.version} />
            {found.policy?.reasoning && (
              <Card title={texts.reasoning}>
                <div class="body">
                  <Prose text={found.policy.reasoning} />
                </div>
              </Card>
            )}
            <Approach height={160}>{() => <ExplanationCard of={{ service, version }} />}</Approach>
          </>
        )}
      </Loaded>
    </div>
  )
}

function Head({
  service,
  of,
  current,
}: {
  service: string
  of: WholeVersion
  current: number | undefined
}): JSX.Element {
  const { version, kind, forecast } = of
  const isInForce = version === current
  const title = `${texts.versionOf(version)} · ${texts.kinds[kind]}`
  return (
    <Card
      label={title}
      title={
        <>
          {title} <StageChip of={of} isInForce={isInForce} />
        </>
      }
      tools={
        <span class="acts">
          <Button look="small ghost" icon="link" onClick={() => void copy(location.href, texts.link)}>
            {texts.copyLink}
          </Button>
          <VersionActions service={service} of={of} current={current} />
        </span>
      }
    >
      <div class="body">
        <Facts
          facts={[
            [texts.facts.by, <Who key="who" actor={of.created_by} />],
            [texts.facts.when, fullTime(of.created_at, zone.value)],
            [texts.facts.why, <ReasonText key="why" text={whyOf(of)} templates={of.templates} />],
            ...(typeof forecast?.['instances'] === 'number'
              ? [[texts.facts.instances, String(forecast['instances'])] as const]
              : []),
            ...(of.restored_from === null ? [] : [[texts.facts.restores, texts.versionOf(of.restored_from)] as const]),
          ]}
        />
      </div>
      {isInForce && (kind === 'rollback' || kind === 'operator') && (
        <div class="body">
          <Dot tone="person" /> {texts.held}
        </div>
      )}
      {hasWay(of) && <Stepper of={of} />}
    </Card>
  )
}

/** Of a plan its budget; of all else why it was made. */
function whyOf({ kind, forecast, stages, stage_reason }: WholeVersion): string {
  const budget = forecast?.['budget']
  if (kind === 'plan' && typeof budget === 'string') return texts.budget(budget)
  return stages[0]?.reason ?? stage_reason
}
