import { type BoardPlan, type BoardStep, isWrite } from '../../../posthog/board/board-plan.js'
import { cleanText } from '../../terminal/clean-text.js'
import { type Screen, styled } from '../../terminal/screen.js'
import { wrapped } from '../../terminal/wrapped.js'

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
  /** Page of the canvas, as PostHog names it; `undefined`: there is none. */
  readonly canvasUrl: string | undefined
  /** What could not be done or found out, for people. */
  readonly notes: readonly string[]
}

const INDENT = 4
const COLUMNS = { change: 9, kind: 8 }

/** Returns a plan, or what was done of it, in words. */
export function boardText(shown: ShownBoard, screen: Screen): string {
  const { project, plan, isDryRun, writes, notes } = shown
  const url = boardUrl(shown)
  const said = (text: string) => wrapped(cleanText(text, 500, screen.unicode), screen, 2)
  const isKept = plan.some(({ change }) => change === 'edited')
  return `${[
    ...said(`Dashboard of LipService in project ${project}`).map((line) => styled(screen, 'bold', line)),
    // In one piece: it is there to be opened.
    ...(url === undefined ? [] : [`  ${url}`]),
    ...(shown.canvasUrl === undefined ? [] : [`  ${shown.canvasUrl}`]),
    ...plan.flatMap((step) => stepLines(step, screen)),
    ...(plan.length === 0 ? said('Nothing of LipService is there.') : []),
    ...said(
      isDryRun
        ? `${changes(plan.filter(isWrite).length)} would be made: nothing was written.`
        : `${changes(writes)} made.`,
    ),
    ...(isKept ? said('What was changed in PostHog stays as it is; --force takes it all the same.') : []),
    ...notes.flatMap(said),
  ].join('\n')}\n`
}

function stepLines(step: BoardStep, screen: Screen): string[] {
  const head = changeOf(step).padEnd(COLUMNS.change) + step.kind.padEnd(COLUMNS.kind)
  const text = cleanText(step.why === undefined ? step.name : `${step.name}: ${step.why}`, 500, screen.unicode)
  const lines = wrapped(text, { width: screen.width - INDENT - head.length })
  return lines.map((line, i) => ' '.repeat(INDENT) + (i === 0 ? head : ' '.repeat(head.length)) + line)
}

/** Returns the same for machines. */
export const boardJson = (shown: ShownBoard): object => ({
  project: shown.project,
  dashboard_url: boardUrl(shown) ?? null,
  canvas_url: shown.canvasUrl ?? null,
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
