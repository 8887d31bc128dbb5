import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { perform } from '../../actions/perform.js'
import { ApiProblem, answerOf, api } from '../../api/client.js'
import { plainText } from '../../format/plain-text.js'
import { duration } from '../../format/times.js'
import { budgetText } from '../../parts/budget-text.js'
import { Button, ButtonLink } from '../../parts/button.js'
import { linkTo } from '../../shell/pages.js'
import type { Service } from '../../state/services.js'
import { isAdmin, settings } from '../../state/session.js'
import { failures } from '../../texts/failures.js'
import { setupTexts as texts } from '../../texts/setup.js'
import { NextPlan } from './next-plan.js'
import { suggestedBudget } from './suggestion.js'

interface FirstBudgetProps {
  readonly name: string
  readonly service: Service | undefined
  readonly onSet: () => void
  readonly onAnother: () => void
}

/** Suggests what may be kept from what was seen, and sets it. */
export function FirstBudget({ name, service, onSet, onAnother }: FirstBudgetProps): JSX.Element {
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [done, setDone] = useState<string | undefined>(undefined)
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const seconds = service === undefined ? 0 : service.last_seen - service.first_seen
  const suggestion = suggestedBudget(service?.bytes ?? 0, Math.min(86_400, seconds), settings.value?.usd_per_gb ?? 0)
  const { unit } = suggestion

  async function set(event: Event): Promise<void> {
    event.preventDefault()
    setProblem(undefined)
    const body = { unit, amount: Number(typed ?? suggestion.amount), reason: texts.reason }
    const path = { service: name }
    try {
      const put = () => answerOf(api.PUT('/api/v1/services/{service}/budget', { params: { path }, body }))
      await perform(put, texts.isSet(budgetText(body)))
      setDone(budgetText(body))
      onSet()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? failures.sentence(error.message) : failures.failed)
    }
  }

  const links = (
    <div class="line">
      <ButtonLink href={linkTo.service(name)} look={done === undefined ? '' : 'primary'}>
        {texts.toService(plainText(name))}
      </ButtonLink>
      <Button look="ghost" onClick={onAnother}>
        {texts.another}
      </Button>
    </div>
  )
  if (done !== undefined)
    return (
      <section>
        <h2>{texts.isSet(done)}</h2>
        <NextPlan service={service} />
        {links}
      </section>
    )
  return (
    <section>
      <h2>{texts.budget}</h2>
      <p class="dim num">
        {texts.wouldCost(budgetText({ unit, amount: suggestion.all }), duration(Math.max(60, seconds)))}{' '}
        {suggestion.isTiny ? texts.tiny : texts.third} {unit === 'gb_per_day' && texts.noPrice}
      </p>
      {isAdmin.value ? (
        <form class="stacked narrow" onSubmit={(event) => void set(event)}>
          <label class="f">
            {unit === 'usd_per_month' ? texts.perMonth : texts.perDay}
            <input
              name="amount"
              type="number"
              min="0.001"
              max="1000000000"
              step="any"
              required
              value={typed ?? String(suggestion.amount)}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
          {problem !== undefined && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <div class="line">
            <Button type="submit" look="primary">
              {texts.set}
            </Button>
          </div>
        </form>
      ) : (
        <p class="dim">{texts.notAdminBudget}</p>
      )}
      <p class="dimmer">{texts.withoutBudget}</p>
      {links}
    </section>
  )
}
