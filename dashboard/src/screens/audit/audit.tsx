import type { JSX } from 'preact'
import { Button } from '../../parts/button.js'
import { Card } from '../../parts/card.js'
import { OlderButton } from '../../parts/older-button.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { query, setQuery } from '../../state/url.js'
import { auditTexts as texts } from '../../texts/audit.js'
import { AuditTable } from './audit-table.js'
import { Filters } from './filters.js'
import { type AuditFilter, filterIn, useAudit } from './use-audit.js'

/** Who changed what, and why: by people, or with what the server did by itself. */
export function Audit(): JSX.Element {
  const filter = filterIn(query.value)
  const audit = useAudit(filter)
  return (
    <Frame page="audit" title={texts.title}>
      <div class="row">
        <Card title={texts.title} tools={<Filters of={filter} />}>
          <div class="flush">
            <Loaded of={audit.newest} height={560}>
              {() => {
                const entries = audit.list.value
                return entries.length === 0 ? <None filter={filter} /> : <AuditTable entries={entries} />
              }}
            </Loaded>
          </div>
          <div class="body line">
            {audit.hasOlder.value && <OlderButton label={texts.older} more={audit.more} />}
            <span class="dimmer">{texts.forever}</span>
          </div>
        </Card>
      </div>
    </Frame>
  )
}

function None({ filter: { by, service, kind, since } }: { filter: AuditFilter }): JSX.Element {
  if (service !== undefined || kind !== undefined || since !== 'all')
    return (
      <Empty>
        <p>{texts.noneFits}</p>
        <Button
          look="small"
          onClick={() => setQuery({ service: undefined, kind: undefined, since: undefined, by: 'all' })}
        >
          {texts.clear}
        </Button>
      </Empty>
    )
  if (by === 'all') return <Empty>{texts.none}</Empty>
  return (
    <Empty>
      <p>{texts.noneByPeople}</p>
      <Button look="small" onClick={() => setQuery({ by: 'all' })}>
        {texts.showAll}
      </Button>
    </Empty>
  )
}
