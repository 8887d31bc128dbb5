import type { ComponentProps, JSX } from 'preact'
import { KeepNote } from '../../actions/keep-note.js'
import { answerOf, api } from '../../api/client.js'
import { plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { duration, fullTime } from '../../format/times.js'
import { Approach } from '../../parts/approach.js'
import { headlineOf } from '../../parts/headline.js'
import { Chip } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { lazyPart, type Params } from '../../shell/lazy.js'
import type { Incident as Row } from '../../state/incidents.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import { useServices } from '../../state/services.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { shell } from '../../texts/shell.js'
import { BeforeCard } from './before-card.js'
import type { IncidentPage } from './findings.js'
import { FindingsCard } from './findings-card.js'
import { HappenedCard } from './happened-card.js'
import { IncidentTools } from './incident-tools.js'
import { KeptCard } from './kept-card.js'

const ExplanationCard = lazyPart(async () => (await import('../../actions/explanation-card.js')).ExplanationCard, 160)

/** One incident: what was found, what was kept of it, what happened. */
export function Incident({ params }: { params: Params }): JSX.Element {
  const named = params['id'] ?? ''
  if (!/^[1-9]\d{0,14}$/.test(named))
    return (
      <Frame page="incidents" title={texts.title}>
        <Empty>{shell.notFoundWhy}</Empty>
      </Frame>
    )
  return <Known id={Number(named)} />
}

function Known({ id }: { id: number }): JSX.Element {
  const page = useResource(`incident ${id}`, (signal) =>
    answerOf(api.GET('/api/v1/incidents/{id}', { params: { path: { id } }, signal })),
  )
  const found = page.data.value
  const incident = found?.incident
  const title = incident === undefined ? `${texts.title} ${texts.one(id)}` : titleOf(incident)
  return (
    <Frame
      page="incidents"
      title={title}
      heading={
        <>
          <a class="crumb" href="/incidents">
            {texts.title} /
          </a>{' '}
          {texts.one(id)} {incident && <State of={incident} />}
        </>
      }
      tools={found && <IncidentTools page={found} />}
    >
      <Loaded of={page} height={640}>
        {(data) => <Content page={data} title={title} />}
      </Loaded>
    </Frame>
  )
}

const titleOf = ({ service, release, findings }: Row): string =>
  texts.ofService(plainText(service), release && plainText(release), headlineOf(findings))

function State({ of: { opened_at, resolved_at } }: { of: Row }): JSX.Element {
  const span = duration((resolved_at ?? serverNow()) - opened_at)
  return resolved_at === null ? <Chip tone="bad">{texts.openFor(span)}</Chip> : <Chip>{texts.overAfter(span)}</Chip>
}

/** Who keeps everything: the newest policy of that kind says it. */
function keptBy({ policies }: IncidentPage): ComponentProps<typeof KeepNote>['by'] {
  const found = policies.find(({ kind }) => kind === 'incident')
  return found && { reason: found.stages[0]?.reason ?? '', actor: found.created_by, at: found.created_at }
}

function Content({ page, title }: { page: IncidentPage; title: string }): JSX.Element {
  const { incident } = page
  const service = useServices().data.value?.services.find(({ name }) => name === incident.service)
  return (
    <>
      <div class="headline">
        <p class="big">
          <bdi>{title}</bdi>
        </p>
        <p class="dim">
          {texts.since(plural(incident.findings.length, 'finding'), fullTime(incident.opened_at, zone.value))}{' '}
          {texts.found}
        </p>
      </div>
      {incident.resolved_at === null && service && <KeepNote service={service} by={keptBy(page)} />}
      <div class="row cols-main">
        <div class="col">
          <FindingsCard page={page} />
          <Approach height={180}>{() => <BeforeCard incident={incident} />}</Approach>
        </div>
        <div class="col">
          <KeptCard page={page} />
          <Approach height={160}>{() => <ExplanationCard of={{ incident: incident.id }} />}</Approach>
          <HappenedCard page={page} />
        </div>
      </div>
    </>
  )
}
