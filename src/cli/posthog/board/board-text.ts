import { type BoardPlan, type BoardStep, isWrite } from '../../../posthog/board/board-plan.js'
import { cleanText } from '../../terminal/clean-text.js'
import { type Screen, styled } from '../../terminal/screen.js'

/** What was made of a plan, or would be. */
export interface ShownBoard {
  readonly project: string
  readonly appUrl: string
  readonly plan: BoardPlan
  readonly isDryRun: boolean
  /** Steps that were done. */
  readonly writes: number
  /** `undefined`: there is no board. */
  readonly boardId: number | undefined
  /** What could not be done or found out, for people. */
  readonly notes: readonly string[]
}

const COLUMNS = { change: 8, kind: 7 }

/** Returns a plan, or what was done of it, in words. */
export function boardText(shown: ShownBoard, screen: Screen): string {
  const { project, plan, isDryRun, writes, notes } = shown
  const clean = (text: string) => cleanText(text, 500, screen.unicode)
  const url = boardUrl(shown)
  const title = `Dashboard of LipService in project ${clean(project)}`
  const line = (step: BoardStep) =>
    `    ${changeOf(step).padEnd(COLUMNS.change)} ${step.kind.padEnd(COLUMNS.kind)} ${clean(step.name)}${step.why === undefined ? '' : styled(screen, 'dim', `  ${clean(step.why)}`)}`
  const kept = plan.filter(({ change }) => change === 'edited').length
  return `${[
    `  ${styled(screen, 'bold', title)}${url === undefined ? '' : `  ${url}`}`,
    ...plan.map(line),
    plan.length === 0 ? '  Nothing of LipService is there.' : '',
    isDryRun
      ? `  ${changes(plan.filter(isWrite).length)} would be made: nothing was written.`
      : `  ${changes(writes)} made.`,
    ...(kept === 0 ? [] : [`  What was changed in PostHog stays as it is; --force takes it all the same.`]),
    ...notes.map((note) => `  ${clean(note)}`),
  ]
    .filter((text) => text !== '')
    .join('\n')}\n`
}

/** Returns the same for machines. */
export const boardJson = (shown: ShownBoard): object => ({
  project: shown.project,
  dashboard_url: boardUrl(shown) ?? null,
  dry_run: shown.isDryRun,
  planned: shown.plan.filter(isWrite).length,
  writes: shown.writes,
  steps: shown.plan.map((step) => ({
    kind: step.kind,
    name: step.name,
    change: changeOf(step),
    why: step.why ?? null,
  })),
  notes: shown.notes,
})

const boardUrl = ({ appUrl, project, boardId }: ShownBoard): string | undefined =>
  boardId === undefined
    ? undefined
    : new URL(`/project/${encodeURIComponent(project)}/dashboard/${boardId}`, appUrl).href

/** What is as it should be, or changed, may still be put on a new board. */
const changeOf = (step: BoardStep): string =>
  step.kind === 'tile' && (step.change === 'leave' || step.change === 'edited') && isWrite(step) ? 'place' : step.change

const changes = (n: number): string => `${n} ${n === 1 ? 'change' : 'changes'}`
