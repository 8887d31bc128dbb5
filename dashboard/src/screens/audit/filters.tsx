import type { JSX } from 'preact'
import { Segments } from '../../parts/marks.js'
import { ServiceSelect } from '../../parts/service-select.js'
import { setQuery } from '../../state/url.js'
import { auditTexts as texts } from '../../texts/audit.js'
import type { AuditFilter, Since } from './use-audit.js'

const SINCES = Object.entries(texts.sinces) as [Since, string][]

/** By whom, of which service, what, and since when: all of it stands in the address. */
export function Filters({ of: { by, service, kind, since } }: { of: AuditFilter }): JSX.Element {
  return (
    <div class="line audit-filters">
      <Segments
        label={texts.by}
        options={[
          ['people', texts.bys.people],
          ['all', texts.bys.all],
        ]}
        value={by}
        onChoose={(key) => setQuery({ by: key === 'people' ? undefined : key })}
      />
      <Segments
        label={texts.since}
        options={SINCES}
        value={since}
        onChoose={(key) => setQuery({ since: key === 'all' ? undefined : key })}
      />
      <select
        class="btn small"
        aria-label={texts.kind}
        value={kind ?? ''}
        onChange={(event) => setQuery({ kind: event.currentTarget.value })}
      >
        <option value="">{texts.allKinds}</option>
        {Object.entries(texts.kinds).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <ServiceSelect
        label={texts.service}
        value={service ?? ''}
        all={texts.allServices}
        onChoose={(name) => setQuery({ service: name })}
      />
    </div>
  )
}
