import type { JSX } from 'preact'
import { Legend } from '../../charts/legend.js'
import { count, percent } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Card } from '../../parts/card.js'
import { Chip } from '../../parts/marks.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { FindingArticle } from './finding-article.js'
import { FindingChart } from './finding-chart.js'
import { byWeight, type IncidentPage } from './findings.js'

/** Findings by weight, each with what was logged, kept and expected around it. */
export function FindingsCard({ page }: { page: IncidentPage }): JSX.Element {
  const findings = byWeight(page)
  const shown = findings.filter(({ series }) => series !== undefined)
  const whole = page.series.find(({ signature }) => signature === '')
  return (
    <Card
      title={texts.findings}
      tools={
        <Legend
          items={[
            ['logged', texts.legend.logged],
            ['sent', texts.legend.kept],
            ['error', texts.legend.errors],
            ['dash', texts.legend.expected],
          ]}
        />
      }
    >
      <div class="body finds">
        {shown.map(({ finding, series }) => (
          <FindingArticle key={`${finding.kind} ${finding.signature} ${finding.check}`} of={finding} page={page}>
            <FindingChart page={page} series={series!} of={finding} />
          </FindingArticle>
        ))}
        {whole && (
          <article>
            <div class="find">
              <Chip>{texts.all}</Chip>
              <span class="num dim">{keptNow(whole)}</span>
            </div>
            <p class="find-of dim">{texts.everything(plainText(page.incident.service))}</p>
            <FindingChart page={page} series={whole} of={undefined} />
          </article>
        )}
      </div>
      {page.step === 'hour' && <p class="body dimmer">{texts.minutesGone}</p>}
      {findings.length > shown.length && (
        <p class="body dimmer">{texts.moreFindings(count(findings.length - shown.length))}</p>
      )}
    </Card>
  )
}

/** Of the last step that is whole. */
function keptNow({ seen, kept }: IncidentPage['series'][number]): string {
  const at = seen.findLastIndex((value, i) => i < seen.length - 1 && value > 0)
  return at < 0 ? '' : texts.keptNow(percent(Math.min(1, (kept[at] ?? 0) / seen[at]!)))
}
