import type { JSX } from 'preact'
import { ActionButton } from '../../actions/action-button.js'
import { openBudgetDialog } from '../../actions/open-budget.js'
import { plural } from '../../format/numbers.js'
import { Card } from '../../parts/card.js'
import { Note } from '../../parts/note.js'
import { Empty, Loaded } from '../../parts/states.js'
import { TableHead } from '../../parts/table-head.js'
import { type BudgetStanding, useBudgets } from '../../state/budgets.js'
import { useServices } from '../../state/services.js'
import { buttons } from '../../texts/buttons.js'
import { settingsTexts } from '../../texts/settings.js'
import { BudgetRow, SharingRow } from './budget-row.js'

const texts = settingsTexts.budgets
const { who, amount, today, pace, month, set } = texts
const COLUMNS = { who, amount, today, pace, month, set }
const DAY = 86_400

/** What may be kept: of the team, of services, and who shares what is left. */
export function Budgets(): JSX.Element {
  const budgets = useBudgets()
  const list = budgets.data.value?.budgets
  const hasTeams = list?.some(({ service }) => service === null) === true
  return (
    <>
      {list?.map(
        ({ service, warning }) =>
          warning !== null && (
            <Note key={service ?? ''} tone="warn" role="status">
              {warning}
            </Note>
          ),
      )}
      <div class="row">
        <Card
          title={texts.title}
          tools={
            <>
              <span class="dimmer">{texts.day}</span>
              {list !== undefined && !hasTeams && (
                <ActionButton may="admin" icon="plus" look="small" onClick={() => openBudgetDialog(null)}>
                  {texts.setTeam}…
                </ActionButton>
              )}
            </>
          }
        >
          <div class="flush">
            <Loaded of={budgets} height={280}>
              {(data) => <BudgetTable budgets={data.budgets} />}
            </Loaded>
          </div>
        </Card>
      </div>
    </>
  )
}

function BudgetTable({ budgets }: { budgets: readonly BudgetStanding[] }): JSX.Element {
  const services = useServices().data.value?.services ?? []
  const team = budgets.find(({ service }) => service === null)
  const own = budgets.filter(({ service }) => service !== null)
  const newest = Math.max(0, ...services.map(({ last_seen }) => last_seen))
  const rest = services.filter(
    ({ name, last_seen }) => newest - last_seen < DAY && !own.some(({ service }) => service === name),
  )
  const hasAny = team !== undefined || own.length > 0
  return (
    <>
      {!hasAny && (
        <Empty>
          <p>{texts.none}</p>
          <p>{texts.noneNext}</p>
          {services.length === 0 && <a href="/setup">{settingsTexts.setUp}</a>}
        </Empty>
      )}
      {(hasAny || rest.length > 0) && (
        <table class="t cardy budgets">
          <caption class="sr">{texts.title}</caption>
          <TableHead columns={COLUMNS} buttons={buttons.column} />
          <tbody>
            {team && <BudgetRow of={team} note={shareNote(team)} />}
            {own.map((budget) => (
              <BudgetRow
                key={budget.service}
                of={budget}
                isUnknown={!services.some(({ name }) => name === budget.service)}
              />
            ))}
            {rest.map(({ name, billed_bytes }) => (
              <SharingRow key={name} service={name} sentInDay={billed_bytes} shares={team !== undefined} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

const shareNote = ({ shared_by }: BudgetStanding): string =>
  shared_by === 0 ? texts.nobodyShares : texts.sharedBy(plural(shared_by, 'service'))
