import type { JSX } from 'preact'
import { ActionIcon } from '../actions/action-button.js'
import { removeOverride } from '../actions/override.js'
import { openOverrideDialog } from '../actions/override-dialog.js'
import { postHogLink } from '../format/posthog.js'
import { ButtonLink } from '../parts/button.js'
import { settings } from '../state/session.js'
import { overrideTexts as texts } from '../texts/actions.js'
import { type TableFacts, targetOf } from './facts.js'
import type { Pattern } from './pattern-view.js'
import { overrideOf } from './why.js'

interface PatternProps {
  readonly pattern: Pattern
  readonly facts: TableFacts
}

/** Returns where PostHog shows a pattern; `undefined`: the server does not say which project. */
export function postHogOf({ service, signature }: Pattern, { since }: TableFacts): string | undefined {
  const project = settings.value?.posthog_url
  return project ? postHogLink(project, { service, signature, since }) : undefined
}

/** What can be done to a pattern, as drawings at the end of its row. */
export function RowActions({ pattern, facts }: PatternProps): JSX.Element {
  const link = postHogOf(pattern, facts)
  const open = (kind: 'exemption' | 'lock') => () => openOverrideDialog(kind, targetOf(pattern, facts))
  return (
    <span class="acts">
      {pattern.overrides.map((one) => (
        <ActionIcon
          key={`${one.kind} ${one.check}`}
          may="operate"
          icon="undo"
          label={texts.undo(texts.kinds[one.kind])}
          onClick={() => void removeOverride(one)}
        />
      ))}
      <ActionIcon
        may="operate"
        icon="pin"
        label={overrideOf(pattern, 'exemption') === undefined ? texts.keepAll : texts.keptAll}
        onClick={open('exemption')}
      />
      <ActionIcon may="operate" icon="lock" label={texts.lock} onClick={open('lock')} />
      {link !== undefined && (
        <ButtonLink href={link} icon="out" look="small ghost icon" outside label={texts.postHog} />
      )}
    </span>
  )
}
