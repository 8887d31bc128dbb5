import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { priceOf } from '../../actions/cost.js'
import { count } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Button } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { Empty } from '../../parts/states.js'
import { Template } from '../../parts/template.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { setQuery } from '../../state/url.js'
import { policyTexts } from '../../texts/policies.js'
import { type DiffRow, diffRows } from './diff-words.js'
import type { Version } from './fold-versions.js'
import type { WholeVersion } from './whole-version.js'

const texts = policyTexts.diff
const FIRST_ROWS = 16

interface DiffCardProps {
  readonly of: WholeVersion
  readonly versions: readonly Version[]
  readonly current: number | undefined
}

/** What a version says otherwise than another, in words, by bytes. */
export function DiffCard({ of, versions, current }: DiffCardProps): JSX.Element {
  const [all, setAll] = useState(false)
  const { version, against, changes, templates } = of
  const rows = diffRows(changes, templates, zone.value, serverNow())
  return (
    <Card
      title={texts.title}
      tools={against !== null && <Against version={version} against={against} versions={versions} current={current} />}
    >
      <div class="flush">
        {rows.length === 0 ? (
          <Empty>{against === null ? texts.first : texts.same}</Empty>
        ) : (
          <table class="t diff">
            <caption class="sr">{texts.caption(against ?? 0, version)}</caption>
            <thead class="sr">
              <tr>
                <th scope="col">{texts.columns.what}</th>
                <th scope="col">{texts.columns.before}</th>
                <td />
                <th scope="col">{texts.columns.after}</th>
                <th scope="col">{texts.columns.size}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, all ? rows.length : FIRST_ROWS).map((row, i) => (
                <Row key={i} of={row} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {rows.length > FIRST_ROWS && !all && (
        <div class="body">
          <Button look="small" onClick={() => setAll(true)}>
            {texts.more(count(rows.length - FIRST_ROWS))}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Row({ of: { label, template, before, after, tone, bytes } }: { of: DiffRow }): JSX.Element {
  return (
    <tr>
      <td>
        <span class="what">
          {template !== undefined && <Template text={template} lines="one" />}
          {label !== '' && <span class={template === undefined ? '' : 'dimmer'}>{label}</span>}
        </span>
      </td>
      <td class="r was">{plainText(before)}</td>
      <td class="arrow" aria-hidden="true">
        →
      </td>
      <td class={`r ${tone}`}>{plainText(after)}</td>
      <td class="r dimmer hide-s">{bytes > 0 && texts.ifAll(priceOf(bytes))}</td>
    </tr>
  )
}

interface AgainstProps extends Omit<DiffCardProps, 'of'> {
  readonly version: number
  readonly against: number
}

/** Chooses what it is compared with; by itself what was in force before. */
function Against({ version, against, versions, current }: AgainstProps): JSX.Element {
  const others = [...new Set([against, ...versions.map((one) => one.version)])].filter((one) => one !== version)
  const nameOf = (one: number): string => (one === current ? texts.now(one) : policyTexts.versionOf(one))
  return (
    <label class="against dimmer">
      {texts.against}{' '}
      <select
        class="btn small"
        value={String(against)}
        onChange={(event) => setQuery({ against: event.currentTarget.value })}
      >
        {others
          .toSorted((a, b) => b - a)
          .map((one) => (
            <option key={one} value={String(one)}>
              {nameOf(one)}
            </option>
          ))}
      </select>
    </label>
  )
}
