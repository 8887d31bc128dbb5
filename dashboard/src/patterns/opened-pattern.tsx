import type { JSX } from 'preact'
import { ActionButton } from '../actions/action-button.js'
import { openOverrideDialog } from '../actions/override-dialog.js'
import { openTemplateRemoval } from '../actions/removals.js'
import { bytes, number, percent, usd } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { when } from '../format/times.js'
import { Button, ButtonLink } from '../parts/button.js'
import { copy } from '../parts/code.js'
import { linkTo } from '../shell/pages.js'
import { zone } from '../state/preferences.js'
import { serverNow } from '../state/pulse.js'
import { overrideTexts, removalTexts } from '../texts/actions.js'
import { patterns as texts } from '../texts/patterns.js'
import { aDay, savedUsd, type TableFacts, targetOf } from './facts.js'
import { PatternChart } from './pattern-chart.js'
import type { Pattern } from './pattern-view.js'
import { postHogOf } from './row-actions.js'
import { Rules } from './rules.js'

const DAYS_A_MONTH = 30
const LEAST_USD = 0.005

interface PatternProps {
  readonly pattern: Pattern
  readonly facts: TableFacts
}

/** A pattern as a whole: over time, why it is kept or dropped, what all of it would cost, and what can be done. */
export function OpenedPattern({ pattern, facts }: PatternProps): JSX.Element {
  return (
    <div class="grid">
      <div>
        <PatternChart pattern={pattern} days={facts.days} />
        <Origin pattern={pattern} />
      </div>
      <div class="explain">
        <h3>{texts.opened.why}</h3>
        <Rules pattern={pattern} facts={facts.of(pattern.service)} />
        <IfAllWasKept pattern={pattern} facts={facts} />
        <Buttons pattern={pattern} facts={facts} />
      </div>
    </div>
  )
}

/** Where it comes from, and how large its records are. */
function Origin({ pattern }: { pattern: Pattern }): JSX.Element {
  const { signature, call_site: site, first_seen, first_version: release, last_seen, seen, kept } = pattern
  const words = texts.opened
  const at = (time: number): string => when(time, zone.value, serverNow())
  const parts = [
    signature,
    ...(site === null ? [] : [words.site(plainText(site))]),
    words.first(at(first_seen)) + (release === null ? '' : words.inRelease(plainText(release))),
    words.last(at(last_seen)),
    ...(seen > 0 ? [words.size(bytes(pattern.bytes / seen))] : []),
    kept > 0 ? words.weight(number(seen / kept)) : words.nothingKept,
  ]
  return <p class="dimmer mono origin">{parts.join(' · ')}</p>
}

function IfAllWasKept({ pattern, facts }: PatternProps): JSX.Element {
  const words = texts.opened
  const more = aDay(savedUsd(pattern), facts)
  const { budget } = facts.of(pattern.service)
  const moreBytes = (pattern.bytes - pattern.kept_bytes) / facts.days
  return (
    <div class="preview">
      <b>{words.all}</b>
      {more < LEAST_USD
        ? words.allNothing
        : words.allCost(usd(more), usd(more * DAYS_A_MONTH)) +
          (budget === undefined || budget <= 0 ? words.allNoBudget : words.allShare(percent(moreBytes / budget)))}
    </div>
  )
}

function Buttons({ pattern, facts }: PatternProps): JSX.Element {
  const { service, signature, check, template } = pattern
  const link = postHogOf(pattern, facts)
  const open = (kind: 'exemption' | 'lock' | 'label') => () => openOverrideDialog(kind, targetOf(pattern, facts))
  const here = location.origin + linkTo.pattern(service, signature, check ?? undefined)
  return (
    <div class="filters">
      <ActionButton may="operate" look="small" icon="pin" onClick={open('exemption')}>
        {overrideTexts.keepAll}
      </ActionButton>
      <ActionButton may="operate" look="small" icon="lock" onClick={open('lock')}>
        {overrideTexts.lock}
      </ActionButton>
      <ActionButton may="operate" look="small" onClick={open('label')}>
        {overrideTexts.label}
      </ActionButton>
      <Button look="small ghost" icon="link" onClick={() => void copy(here, texts.opened.link)}>
        {texts.opened.copyLink}
      </Button>
      <Button look="small ghost" icon="copy" onClick={() => void copy(template, texts.opened.text)}>
        {texts.opened.copyText}
      </Button>
      {link !== undefined && (
        <ButtonLink href={link} icon="out" look="small ghost" outside>
          {texts.opened.postHog}
        </ButtonLink>
      )}
      <ActionButton may="admin" look="small ghost danger" onClick={() => openTemplateRemoval(pattern, template)}>
        {removalTexts.template}
      </ActionButton>
    </div>
  )
}
