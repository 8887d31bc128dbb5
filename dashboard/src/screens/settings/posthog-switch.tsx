import type { JSX } from 'preact'
import { integer } from '../../format/numbers.js'
import { when } from '../../format/times.js'
import { Chip } from '../../parts/marks.js'
import { Name } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { switchTexts as texts } from '../../texts/posthog-switch.js'
import type { Connection } from './posthog-calls.js'

/** Services that are named one by one. */
const SHOWN = 20

/** What the feature flag in PostHog has services do. */
export function Switch({ of }: { of: Connection['toggle'] }): JSX.Element {
  const named = Object.entries(of?.services ?? {})
  return (
    <section class="body spaced" aria-label={texts.title}>
      <div class="line">
        <h3>{texts.title}</h3>
        {of !== null && (
          <>
            <Chip tone={of.mode === 'active' ? '' : 'person'}>{texts.modes[of.mode]}</Chip>
            <span class="dimmer">{texts.since(when(of.since, zone.value, serverNow()))}</span>
          </>
        )}
      </div>
      <p class="dim">{of === null ? texts.none : texts.says[of.mode]}</p>
      {named.length > 0 && (
        <ul class="plain">
          {named.slice(0, SHOWN).map(([service, mode]) => (
            <li key={service}>
              <a class="quiet" href={linkTo.service(service)}>
                <Name text={service} />
              </a>{' '}
              <Chip tone={mode === 'active' ? '' : 'person'}>{texts.modes[mode]}</Chip>
            </li>
          ))}
          {named.length > SHOWN && <li class="dimmer">{texts.more(integer(named.length - SHOWN))}</li>}
        </ul>
      )}
    </section>
  )
}
