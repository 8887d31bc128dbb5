import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiProblem, answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { bytes, percent } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { after } from '../internal/clock.js'
import { type BudgetStanding, useBudgets } from '../state/budgets.js'
import { useServices } from '../state/services.js'
import { budgetTexts as texts } from '../texts/actions.js'
import { type Amount, bytesADay } from './budget.js'
import { priceOf } from './cost.js'

const TYPING_MS = 400

type Replay = components['schemas']['Replay']

interface BudgetPreviewProps {
  readonly service: string | null
  /** The one that would be replaced. */
  readonly now: BudgetStanding | undefined
  readonly next: Amount
}

/** What a budget comes to a day, whether it takes all of the team's, and what the past week would have been under it. */
export function BudgetPreview({ service, now, next }: BudgetPreviewProps): JSX.Element {
  const day = bytesADay(next)
  const logged = useLogged(service)
  const replay = useReplay(service, next)
  return (
    <div class="preview num" aria-live="polite">
      {!(next.amount > 0) ? (
        texts.noAmount
      ) : (
        <>
          {day !== undefined && (
            <>
              <b>{texts.day(bytes(day), priceOf(day))}</b>
              {logged > 0 && ` ${texts.share(percent(Math.min(1, day / logged)))}`}{' '}
            </>
          )}
          {replay === 'coming'
            ? texts.replaying
            : typeof replay === 'string'
              ? plainText(replay)
              : replay && <Shown replay={replay} />}
        </>
      )}
      <Overbooked service={service} now={now} day={day} />
    </div>
  )
}

function Shown({ replay }: { replay: Replay }): JSX.Element {
  const { hours, bytes_per_day: all, kept_bytes_per_day: kept, median_error: error, problem } = replay
  return (
    <>
      {texts.replay(String(Math.round(hours)), bytes(kept), priceOf(kept), bytes(all))} {texts.exact(percent(error))}
      {problem !== null && <span class="warn-text"> {texts.problem(plainText(problem))}</span>}
    </>
  )
}

/** Returns bytes a day that are logged of what the budget is of. */
function useLogged(service: string | null): number {
  const services = useServices().data.value?.services ?? []
  return services.reduce((sum, one) => (service === null || one.name === service ? sum + one.bytes : sum), 0)
}

/** Returns what the server says the past week would have been; of a team there is no such answer. */
function useReplay(service: string | null, { unit, amount }: Amount): Replay | string | undefined {
  const [answer, setAnswer] = useState<Replay | string | undefined>(undefined)
  useEffect(() => {
    if (service === null || !(amount > 0)) return setAnswer(undefined)
    setAnswer('coming')
    const flight = new AbortController()
    const callOff = after(TYPING_MS, async () => {
      const params = { path: { service } }
      const body = { budget: { unit, amount } }
      try {
        const { signal } = flight
        setAnswer((await answerOf(api.POST('/api/v1/policies/{service}/preview', { params, body, signal }))).replay)
      } catch (error) {
        if (!flight.signal.aborted) setAnswer(error instanceof ApiProblem ? texts.noReplay(error.message) : undefined)
      }
    })
    return () => {
      callOff()
      flight.abort()
    }
  }, [service, unit, amount])
  return answer
}

interface OverbookedProps {
  readonly service: string | null
  readonly now: BudgetStanding | undefined
  readonly day: number | undefined
}

/** Own budgets that come to more than the team's leave nothing for the others. */
function Overbooked({ service, now, day }: OverbookedProps): JSX.Element | null {
  const team = useBudgets().data.value?.budgets.find((one) => one.service === null)
  if (service === null || team === undefined || day === undefined || team.counted_in !== 'bytes') return null
  const left = team.per_day + (now?.counted_in === 'bytes' ? now.per_day : 0) - day
  return left > 0 ? null : <p class="warn-text">{texts.overbooked}</p>
}
