import type { ComponentChildren, JSX } from 'preact'
import { count } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Chip } from '../../parts/marks.js'
import { Template } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import type { Finding, IncidentPage } from './findings.js'
import { KIND_TONES } from './kind-tones.js'

interface FindingArticleProps {
  readonly of: Finding
  readonly page: IncidentPage
  readonly children: ComponentChildren
}

/** One finding: what it is, how far from what was expected, and of which pattern. */
export function FindingArticle({ of, page, children }: FindingArticleProps): JSX.Element {
  const { kind, signature, check, template } = of
  const { service } = page.incident
  return (
    <article>
      <div class="find">
        <Chip tone={KIND_TONES[kind]}>{texts.kinds[kind]}</Chip>
        <span class="num dim">{figuresOf(of)}</span>
        <span class="grow" />
        {signature !== '' && <a href={linkTo.pattern(service, signature, check ?? undefined)}>{texts.pattern}</a>}
      </div>
      <p class="find-of">
        {template === '' ? (
          <span class="dim">{texts.allErrors(plainText(service))}</span>
        ) : (
          <Template text={template} lines="one" />
        )}
      </p>
      {children}
    </article>
  )
}

function figuresOf({ kind, expected, observed }: Finding): string {
  if (kind === 'silence') return texts.fromTo(count(expected), count(observed))
  if (kind !== 'spike' || expected < 1) return texts.upTo(count(observed))
  return `${texts.fromTo(count(expected), count(observed))}, ${texts.times(count(Math.round(observed / expected)))}`
}
