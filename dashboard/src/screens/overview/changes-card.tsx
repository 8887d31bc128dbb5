import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Card } from '../../parts/card.js'
import { changeOf } from '../../parts/change-of.js'
import { Dot, type Tone } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Name } from '../../parts/template.js'
import { useWho, Who } from '../../parts/who.js'
import { linkTo } from '../../shell/pages.js'
import type { Days } from '../../state/period.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { overview } from '../../texts/overview.js'
import { type AuditEntry, MOST_OF_DAY, useByPeople, usePutInForce, useTakenBack } from './audit-resource.js'
import { adjustmentsOf, toldOneByOne } from './changes.js'
import { changesWanted } from './team-chart.js'

const texts = overview.changes
const SHOWN = 7
const HEIGHT = SHOWN * 54

/** What was changed: the allocator's adjustments in one line, all else one by one. */
export function Changes({ days }: { days: Days }): JSX.Element {
  useEffect(() => {
    changesWanted.value = true
  }, [])
  const people = useByPeople(days, true)
  const back = useTakenBack(days, true)
  const inForce = usePutInForce()
  // One inside the other: where one fails, that is said in its place.
  return (
    <Card title={texts.title} tools={<a href="/audit">{texts.audit}</a>}>
      <div class="flush">
        <Loaded of={people} height={HEIGHT}>
          {({ entries: byPeople }) => (
            <Loaded of={back} height={HEIGHT}>
              {({ entries: takenBack }) => (
                <Loaded of={inForce} height={HEIGHT}>
                  {({ entries }) => <List told={toldOneByOne(byPeople, takenBack, entries)} inForce={entries} />}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      </div>
    </Card>
  )
}

function List({ told, inForce }: { told: readonly AuditEntry[]; inForce: readonly AuditEntry[] }): JSX.Element {
  const adjustments = adjustmentsOf(inForce)
  const times = adjustments.reduce((sum, [, many]) => sum + many, 0)
  if (times === 0 && told.length === 0) return <Empty>{texts.nothing}</Empty>
  return (
    <ul class="list">
      {times > 0 && (
        <li>
          <Dot />
          <div class="main">
            <span class="dim">{texts.adjusted(texts.times(times, inForce.length === MOST_OF_DAY))}</span>
            <div class="why dimmer">
              {adjustments.map(([service, many]) => texts.of(plainText(service), many)).join(' · ')}
            </div>
          </div>
        </li>
      )}
      {told.slice(0, SHOWN).map((entry) => (
        <Change key={entry.id} of={entry} />
      ))}
    </ul>
  )
}

function Change({ of: entry }: { of: AuditEntry }): JSX.Element {
  const { action, service, reason, actor, at } = entry
  const { words, value } = changeOf(entry)
  const tone: Tone = /revert|reject/.test(action) ? 'bad' : useWho()(actor).isPerson ? 'person' : 'accent'
  return (
    <li>
      <Dot tone={tone} />
      <div class="main">
        {service === null ? (
          <b>{texts.team}</b>
        ) : (
          <a class="name" href={linkTo.service(service)}>
            <Name text={service} />
          </a>
        )}{' '}
        {words} {value !== '' && <b>{value}</b>}
        <div class="why">
          {reason !== '' && (
            <>
              <Name text={reason} /> ·{' '}
            </>
          )}
          <span class="dimmer">
            <Who actor={actor} />
          </span>
        </div>
      </div>
      <span class="when num">{when(at, zone.value, serverNow())}</span>
    </li>
  )
}
