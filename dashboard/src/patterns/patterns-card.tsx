import type { ComponentChildren, JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { integer, usd } from '../format/numbers.js'
import { Button, ButtonLink } from '../parts/button.js'
import { isNarrow } from '../parts/narrow.js'
import { Empty, Loaded } from '../parts/states.js'
import { query, setQuery } from '../state/url.js'
import { patterns as texts } from '../texts/patterns.js'
import { aDay, savedUsd, type TableFacts } from './facts.js'
import { PatternFilters, PatternSearch, PatternSort } from './filters.js'
import { LinkedPattern } from './linked-pattern.js'
import { openedIn } from './opened.js'
import type { PatternPages } from './pattern-pages.js'
import { PatternTable } from './pattern-table.js'
import { isNarrowed, type PatternQuery, type PatternView, paramsOf, queryOf, viewOf } from './pattern-view.js'
import { usePatternPages } from './use-pattern-pages.js'

const MOST_CSV = 10_000

interface PatternsCardProps {
  /** Of one service; absent: of all. */
  readonly service?: string
  /** Of all, narrowed to one. */
  readonly onlyService?: string
  /** Patterns there are whatever fits; `undefined`: not known yet. */
  readonly all: number | undefined
  /** Returns `from` of the period, as asked now; `undefined`: the last day. */
  readonly from: () => number | undefined
  /** Names the period and the services that are asked for. */
  readonly about: string
  readonly caption: string
  readonly now: () => number
  readonly facts: TableFacts
  /** Choices of its own. */
  readonly tools?: ComponentChildren
  /** Why there is none at all. */
  readonly none: ComponentChildren
}

/** The table of patterns with its search, its filters and what they come to. */
export function PatternsCard(props: PatternsCardProps): JSX.Element {
  const { service, onlyService = service, all, from, about, caption, now, facts, tools, none } = props
  const around = useRef<HTMLElement>(null)
  const view = viewOf(query.value)
  const onView = (next: PatternView): void => setQuery(paramsOf(next))
  const asked = (): PatternQuery => {
    const since = from()
    return {
      ...queryOf(view, now()),
      ...(onlyService !== undefined && { service: onlyService }),
      ...(since !== undefined && { from: since }),
    }
  }
  const pages = usePatternPages(`${about} ${JSON.stringify(view)}`, asked)
  const total = pages.total.value
  const csv = new URLSearchParams({ ...asText(asked()), format: 'csv' })
  const opened = openedIn(service)
  return (
    <section class="card pt" aria-label={texts.title} ref={around}>
      <header>
        <h2>{texts.title}</h2>
        <PatternSearch view={view} onView={onView} />
        {tools}
        <span class="grow" />
        <Sum pages={pages} all={all} facts={facts} />
        <ButtonLink
          href={`/api/v1/patterns?${csv}`}
          icon="down"
          look="small ghost icon"
          download
          label={(total ?? 0) > MOST_CSV ? texts.csvMost : texts.csv}
        />
      </header>
      <div class="tools">
        {isNarrow.value && <PatternSort view={view} onView={onView} />}
        <PatternFilters view={view} onView={onView} severities={service === undefined} />
      </div>
      {opened !== undefined && total !== undefined && pages.indexOf(opened) < 0 && (
        <LinkedPattern name={opened} from={from} facts={facts} />
      )}
      <Loaded of={{ data: pages.total, problem: pages.problem, reload: async () => pages.renew() }} height={480}>
        {(many) =>
          many > 0 ? (
            <PatternTable {...{ around, pages, view, onView, facts, caption }} total={many} opened={opened} />
          ) : isNarrowed(view) ? (
            <Empty>
              <p>{texts.noFit}</p>
              <Button look="small" onClick={() => setQuery(paramsOf(viewOf(new URLSearchParams())))}>
                {texts.clear}
              </Button>
            </Empty>
          ) : (
            <Empty>{none}</Empty>
          )
        }
      </Loaded>
    </section>
  )
}

const asText = (asked: PatternQuery): Record<string, string> =>
  Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]))

interface SumProps {
  readonly pages: PatternPages
  readonly all: number | undefined
  readonly facts: TableFacts
}

/** What fits, and what it comes to; rows that would stand elsewhere wait for a click. */
function Sum({ pages, all, facts }: SumProps): JSX.Element {
  const [total, sums, moved] = [pages.total.value, pages.sums.value, pages.moved.value]
  return (
    <span class="dimmer sum" aria-live="polite">
      {moved > 0 && (
        <button type="button" class="btn small" onClick={pages.renew}>
          {texts.moved(integer(moved))}
        </button>
      )}{' '}
      {total !== undefined &&
        sums !== undefined &&
        texts.sum(
          integer(total),
          integer(Math.max(all ?? total, total)),
          usd(aDay(sums.kept_usd, facts)),
          usd(aDay(savedUsd(sums), facts)),
        )}
    </span>
  )
}
