import type { JSX } from 'preact'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { ButtonLink } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { Chip } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { TableHead } from '../../parts/table-head.js'
import { Frame } from '../../shell/frame.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { type Service, useServices } from '../../state/services.js'
import { isAdmin } from '../../state/session.js'
import { policyTexts as texts } from '../../texts/policies.js'
import { WishCard } from './wish-card.js'

/** Which policy each service goes by, and what is on its way. */
export function Policies(): JSX.Element {
  const services = useServices()
  return (
    <Frame page="policies" title={texts.title}>
      <div class="row">
        <Card title={texts.title}>
          <div class="flush">
            <Loaded of={services} height={320}>
              {(data) => (data.services.length === 0 ? <NoServices /> : <PolicyTable services={data.services} />)}
            </Loaded>
          </div>
        </Card>
      </div>
      {isAdmin.value && (
        <div class="row">
          <WishCard />
        </div>
      )}
    </Frame>
  )
}

const NoServices = (): JSX.Element => (
  <Empty>
    <p>{texts.noServices}</p>
    <ButtonLink href="/setup">{texts.setup}</ButtonLink>
  </Empty>
)

function PolicyTable({ services }: { services: readonly Service[] }): JSX.Element {
  return (
    <table class="t cardy">
      <caption class="sr">{texts.title}</caption>
      <TableHead columns={texts.columns} />
      <tbody>
        {services
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((one) => (
            <PolicyRow key={one.name} of={one} />
          ))}
      </tbody>
    </table>
  )
}

function PolicyRow({ of: { name, policy, candidate, history_until } }: { of: Service }): JSX.Element {
  const now = serverNow()
  const timeOf = (at: number): string => when(at, zone.value, now)
  return (
    <tr>
      <td>
        <a class="name" href={linkTo.policies(name)}>
          <bdi>{plainText(name)}</bdi>
        </a>
      </td>
      {policy === null ? (
        <td colSpan={3} class="dimmer span">
          {history_until === null ? `${texts.adapts}. ${texts.noBudget}` : texts.adaptsUntil(timeOf(history_until))}
        </td>
      ) : (
        <>
          <td class="r-s">
            <a href={linkTo.version(name, policy.version)}>{texts.versionOf(policy.version)}</a>
          </td>
          <td class="num named" data-name={texts.columns.since}>
            {timeOf(policy.stage_at)}
          </td>
          <td class="named" data-name={texts.columns.kind}>
            {texts.kinds[policy.kind]}
          </td>
        </>
      )}
      <td class="span">
        {candidate !== null && (
          <>
            <a class="in-text" href={linkTo.version(name, candidate.version)}>
              {texts.versionOf(candidate.version)}
            </a>{' '}
            <Chip tone="accent">{texts.stages[candidate.stage]}</Chip>{' '}
            <span class="dimmer num">{timeOf(candidate.stage_at)}</span>
          </>
        )}
      </td>
    </tr>
  )
}
