import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { plural } from '../../format/numbers.js'
import { Loaded } from '../../parts/states.js'
import { Name, Template } from '../../parts/template.js'
import { linkTo } from '../../shell/pages.js'
import { type Days, periodOf } from '../../state/period.js'
import { useResource } from '../../state/resource.js'
import { savingsTexts } from '../../texts/savings.js'
import type { ServiceSavings } from './rows.js'
import { SavingsTable } from './savings-table.js'

const { columns, caption } = savingsTexts
/** Rows of patterns: the CSV has all. */
export const MOST_PATTERNS = 200

export function ByService({ days, services }: { days: Days; services: readonly ServiceSavings[] }): JSX.Element {
  return (
    <SavingsTable
      caption={caption.service(days)}
      heading={columns.service}
      rows={services.toSorted((a, b) => b.bytes - a.bytes)}
      keyOf={({ service }) => service}
      nameOf={({ service }) => (
        <a class="name" href={linkTo.service(service)}>
          <Name text={service} />
        </a>
      )}
      isWhole
    />
  )
}

export function ByClass({ days }: { days: Days }): JSX.Element {
  const classes = useResource(`savings classes ${days}`, (signal) =>
    answerOf(api.GET('/api/v1/savings/classes', { signal, params: { query: periodOf(days) } })),
  )
  return (
    <Loaded of={classes} height={300}>
      {(data) => (
        <SavingsTable
          caption={caption.class(days)}
          heading={columns.class}
          rows={data.classes}
          keyOf={(row) => row.class}
          nameOf={(row) => (
            <>
              <a class="name" href={`/patterns?class=${row.class}`}>
                {savingsTexts.classes[row.class]}
              </a>
              <div class="sub">{plural(row.patterns, 'pattern')}</div>
            </>
          )}
          isWhole
        />
      )}
    </Loaded>
  )
}

export function ByPattern({ days }: { days: Days }): JSX.Element {
  const patterns = useResource(`savings patterns ${days}`, (signal) => {
    const query = { ...periodOf(days), limit: MOST_PATTERNS }
    return answerOf(api.GET('/api/v1/savings/patterns', { signal, params: { query } }))
  })
  return (
    <Loaded of={patterns} height={900}>
      {(data) => (
        <SavingsTable
          caption={caption.pattern(days)}
          heading={columns.pattern}
          rows={data.patterns}
          keyOf={({ service, signature, check }) => `${service} ${signature} ${check}`}
          nameOf={({ service, signature, check, template }) => (
            <>
              <a class="quiet" href={linkTo.pattern(service, signature, check ?? undefined)}>
                <Template text={template} lines="one" />
              </a>
              <div class="sub">
                <Name text={service} />
              </div>
            </>
          )}
          isWhole={data.patterns.length < MOST_PATTERNS}
        />
      )}
    </Loaded>
  )
}
