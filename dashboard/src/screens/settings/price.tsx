import type { JSX } from 'preact'
import { number, usd } from '../../format/numbers.js'
import { duration } from '../../format/times.js'
import { Card, Facts } from '../../parts/card.js'
import { TableHead } from '../../parts/table-head.js'
import { settings } from '../../state/session.js'
import { settingsTexts } from '../../texts/settings.js'

const texts = settingsTexts.price
const SHOWN = [
  'usd_per_gb',
  'report_seconds',
  'refresh_seconds',
  'history_seconds',
  'revise_seconds',
  'shadow_seconds',
  'canary_seconds',
  'watch_seconds',
] as const satisfies readonly (keyof typeof texts.about)[]

/** What the server was started with: read only here. */
export function Price(): JSX.Element | null {
  const all = settings.value
  if (all === undefined) return null
  return (
    <div class="row">
      <Card title={texts.title}>
        <div class="body">
          <p class="dim">{texts.how}</p>
        </div>
        <div class="flush">
          <table class="t cardy">
            <caption class="sr">{texts.title}</caption>
            <TableHead columns={texts.columns} right={['value']} />
            <tbody>
              {SHOWN.map((name) => (
                <tr key={name}>
                  <td>{texts.about[name]}</td>
                  <td class="r">
                    <b>{name === 'usd_per_gb' ? texts.perGb(priceText(all.usd_per_gb)) : duration(all[name])}</b>
                  </td>
                  <td class="span">
                    <code class="mono">--{name.replaceAll('_', '-')}</code>{' '}
                    <code class="mono dimmer">LIPSERVICE_{name.toUpperCase()}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div class="body">
          <Facts
            facts={[
              [texts.version, all.version],
              [texts.team, String(all.team_id)],
            ]}
          />
        </div>
      </Card>
    </div>
  )
}

/** Prices of a GB may be of parts of a cent. */
const priceText = (price: number): string => (price > 0 && price < 0.01 ? `$${number(price)}` : usd(price))
