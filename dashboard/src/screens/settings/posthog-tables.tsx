import type { JSX } from 'preact'
import { integer } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Chip } from '../../parts/marks.js'
import { Empty } from '../../parts/states.js'
import { TableHead } from '../../parts/table-head.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { postHogTexts as texts } from '../../texts/posthog.js'
import type { Connection } from './posthog-calls.js'

type Outcome = keyof typeof texts.outcomes

const outcomeText = (outcome: string): string =>
  Object.hasOwn(texts.outcomes, outcome) ? texts.outcomes[outcome as Outcome] : plainText(outcome)

/** What PostHog says the key can do, and what does not work without it. */
export function Capabilities({ of }: { of: Connection['capabilities'] }): JSX.Element | null {
  if (of.length === 0) return null
  return (
    <div class="flush">
      <table class="t cardy">
        <caption class="sr">{texts.may}</caption>
        <TableHead columns={texts.columns} />
        <tbody>
          {of.map(({ name, title, scope, outcome, detail, without }) => (
            <tr key={name}>
              <td>
                {plainText(title)}
                {outcome !== 'ok' && <div class="sub">{texts.without(plainText(without))}</div>}
              </td>
              <td>
                <code class="mono">{plainText(scope)}</code>
              </td>
              <td class="span" title={plainText(detail)}>
                <Chip tone={outcome === 'ok' ? 'good' : outcome === 'missing_scope' ? 'warn' : 'bad'}>
                  {outcomeText(outcome)}
                </Chip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What the server does in PostHog by itself, and how it went. */
export function Jobs({ of }: { of: Connection['jobs'] }): JSX.Element {
  if (of.length === 0) return <Empty>{texts.noJobs}</Empty>
  const at = (time: number | null): string => (time === null ? texts.never : when(time, zone.value, serverNow()))
  return (
    <div class="flush">
      <table class="t cardy">
        <caption class="sr">{texts.jobs}</caption>
        <TableHead columns={texts.jobColumns} />
        <tbody>
          {of.map((job) => (
            <tr key={job.name}>
              <td>
                {texts.jobNames[job.name]}
                {job.problem !== null && <div class="sub">{plainText(job.problem)}</div>}
              </td>
              <td>
                <Chip tone={job.state === 'failing' ? 'bad' : job.state === 'ok' ? 'good' : ''}>
                  {texts.jobStates[job.state]}
                </Chip>
                {job.failures > 0 && <span class="dimmer"> {texts.failures(integer(job.failures))}</span>}
              </td>
              <td class="num named" data-name={texts.jobColumns.last}>
                {at(job.last_ok)}
              </td>
              <td class="num named" data-name={texts.jobColumns.next}>
                {at(job.next_run)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
