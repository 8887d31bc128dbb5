import type { JSX } from 'preact'
import { KeepEverythingButton, switchOf } from '../../actions/keep-everything.js'
import { type PostHogSince, postHogLink } from '../../format/posthog.js'
import { Button, ButtonLink } from '../../parts/button.js'
import { copy } from '../../parts/code.js'
import { serverNow } from '../../state/pulse.js'
import { useServices } from '../../state/services.js'
import { settings } from '../../state/session.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import { byWeight, type IncidentPage } from './findings.js'

const HOUR = 3_600

/** What one does with an incident: tell of it, look at its records, keep everything meanwhile. */
export function IncidentTools({ page }: { page: IncidentPage }): JSX.Element {
  const { incident } = page
  const service = useServices().data.value?.services.find(({ name }) => name === incident.service)
  const link = postHogOf(page)
  return (
    <>
      <Button icon="link" onClick={() => void copy(`${incident.summary}\n${location.href}`, texts.summary)}>
        {texts.copySummary}
      </Button>
      {link !== undefined && (
        <ButtonLink href={link} icon="out" outside>
          {texts.postHog}
        </ButtonLink>
      )}
      {incident.resolved_at === null && service && <KeepEverythingButton {...switchOf(service)} />}
    </>
  )
}

/** The records of the weightiest pattern; of errors as a whole, of the service. */
function postHogOf(page: IncidentPage): string | undefined {
  const project = settings.value?.posthog_url
  if (!project) return undefined
  const { service, opened_at } = page.incident
  const age = serverNow() - opened_at
  const since: PostHogSince = age < 2 * HOUR ? '-3h' : age < 23 * HOUR ? '-24h' : '-7d'
  const signature = byWeight(page).find(({ finding }) => finding.signature !== '')?.finding.signature
  return postHogLink(project, { service, since, ...(signature !== undefined && { signature }) })
}
