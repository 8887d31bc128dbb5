import type { JSX } from 'preact'
import { ActionIcon } from '../../actions/action-button.js'
import { removeOverride } from '../../actions/override.js'
import { percent } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Dot } from '../../parts/marks.js'
import { Template } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { overrideTexts } from '../../texts/actions.js'
import { patterns } from '../../texts/patterns.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { ServicePage } from './use-service.js'

type Override = ServicePage['overrides'][number]

/** What people fixed, each with a button that takes it back. */
export function Fixed({ overrides }: { overrides: readonly Override[] }): JSX.Element | null {
  if (overrides.length === 0) return null
  return (
    <>
      <h3 class="fixed">{texts.fixed}</h3>
      <ul class="top4">
        {overrides.map((one) => (
          <li key={`${one.signature} ${one.check} ${one.kind}`} title={plainText(one.reason)}>
            <Dot tone="person" />
            <a href={linkTo.pattern(one.service, one.signature, one.check ?? undefined)}>
              <Template text={one.template ?? one.signature} lines="one" />
            </a>
            <span class="dimmer">{textOf(one)}</span>
            <ActionIcon
              may="operate"
              icon="undo"
              label={overrideTexts.undo(overrideTexts.kinds[one.kind])}
              onClick={() => void removeOverride(one)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

function textOf({ kind, rate, class: label, expires_at }: Override): string {
  const what =
    kind === 'lock'
      ? texts.fixedLock(percent(rate ?? 1))
      : kind === 'label'
        ? texts.fixedLabel(patterns.classes[label ?? 'unknown'])
        : texts.fixedAll
  return expires_at === null ? what : `${what}, ${texts.until(when(expires_at, zone.value, serverNow()))}`
}
