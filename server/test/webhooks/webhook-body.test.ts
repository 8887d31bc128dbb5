import { describe, expect, it } from 'vitest'
import type { StoredIncident } from '../../src/store/contracts/incidents.js'
import { webhookBody } from '../../src/webhooks/webhook-body.js'
import { incidentMessage } from '../../src/webhooks/webhook-message.js'
import { TEN } from '../support/reports.js'

const finding = {
  signature: '',
  check: '',
  template: '',
  severity: 'INFO',
  expected: 1,
  observed: 9,
  since: TEN,
  last: TEN,
}

function incident(...findings: StoredIncident['findings']): StoredIncident {
  const times = { openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
  return { id: 1, teamId: 1, serviceId: 1, service: 'shop', release: '2', ...times, findings }
}

describe('what a webhook is sent', () => {
  it('makes no link and no mention of what an outsider wrote, in Slack', () => {
    const template = '<!channel> <https://evil.example|click> & more'
    const message = incidentMessage(incident({ ...finding, kind: 'new_pattern', template }), 'opened')
    const { text } = webhookBody(message, 'slack') as { text: string }
    expect(text).toBe("Incident: shop 2: '&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; more' is new")
    expect(webhookBody(message, 'json')).toBe(message)
  })

  it('says the weightiest finding first: errors, silence, spikes, what is new', () => {
    const found = (kind: 'spike' | 'silence' | 'error_surge' | 'new_pattern') => ({ ...finding, kind, template: kind })
    const textOf = (...kinds: Parameters<typeof found>[0][]) =>
      incidentMessage(incident(...kinds.map(found)), 'resolved').text
    expect(textOf('new_pattern', 'spike', 'silence', 'error_surge')).toBe(
      'Over: shop 2: errors surge, 9 in a minute, and 3 more',
    )
    expect(textOf('new_pattern', 'spike', 'silence')).toMatch(/'silence' has fallen silent/)
    expect(textOf('new_pattern', 'spike')).toMatch(/'spike' came 9 times/)
  })
})
