import { defineCommand } from 'citty'
import { resolveBudget } from '../../../options/budget-option.js'
import { applyBoard, type BoardApplied } from '../../../posthog/board/apply-board.js'
import { findBoard } from '../../../posthog/board/found-board.js'
import { lipserviceBoard } from '../../../posthog/board/lipservice-board.js'
import { planBoard } from '../../../posthog/board/plan-board.js'
import { planRemoval } from '../../../posthog/board/plan-removal.js'
import { type ReadFigures, readFigures } from '../../../posthog/board/read-figures.js'
import type { BoardFigures } from '../../../posthog/board/tile-queries.js'
import { NO_BOARD } from '../../../posthog/board/wanted-board.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { boardJson, boardText, type ShownBoard } from '../../posthog/board/board-text.js'
import { canvasNotes, isLeftOut, urlOfCanvas } from '../../posthog/board/canvas-text.js'
import { connect, exitOf, failureText, POSTHOG } from '../../posthog/connect.js'
import { cleanText } from '../../terminal/clean-text.js'
import { budgetOf } from '../budget-arg.js'
import { JSON_OUTPUT, numberOf } from '../shared-args.js'

const MONTH_SECONDS = 30 * 86_400
const GB = 1_000_000_000
const NOTHING_DONE: BoardApplied = {
  writes: 0,
  boardId: undefined,
  failure: undefined,
  viewsDenied: undefined,
  canvas: undefined,
  canvasFailure: undefined,
}

/** Makes LipService's dashboard in PostHog, brings it up to date, or removes it. */
export const dashboard = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'dashboard', description: 'Make a dashboard of what is saved and kept in PostHog, or remove it' },
    args: {
      remove: { type: 'boolean', description: 'Remove what LipService made, and nothing else', default: false },
      force: { type: 'boolean', description: 'Also overwrite what somebody changed in PostHog', default: false },
      budget: {
        type: 'string',
        description: 'That the forecast is held against, such as 2GB/day or 100USD/month',
        valueHint: 'BUDGET',
      },
      price: {
        type: 'string',
        description: 'Dollars for a GB of logs (default: of your bill, else the list price)',
        valueHint: 'USD',
      },
      space: {
        type: 'string',
        description: 'Space of PostHog for a new canvas (default: lipservice, else the one that all share)',
        valueHint: 'NAME',
      },
      'dry-run': { type: 'boolean', description: 'Show the plan, and write nothing', default: false },
      ...POSTHOG,
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const { out, err, clock } = context
      const price = args.price === undefined ? undefined : numberOf('price', args.price, 0, 1_000)
      const isDryRun = args['dry-run']
      if (args.budget !== undefined) budgetGbPerMonth(args.budget, 1)
      const api = connect(context, args)
      try {
        const read = args.remove ? undefined : await readFigures(api, clock.now(), price)
        const wanted = read === undefined ? NO_BOARD : lipserviceBoard(withBudget(read.figures, args.budget))
        const found = await findBoard(api)
        if (found.outcome !== 'ok') {
          err.write(`lipservice: ${cleanText(failureText(found), 1_000, err.unicode)}\n`)
          return end(exitOf(found, false))
        }
        const plan = args.remove ? planRemoval(found.value, args.force) : planBoard(wanted, found.value, args.force)
        const applied = isDryRun
          ? { ...NOTHING_DONE, boardId: found.value.boards[0]?.id }
          : await applyBoard(api, wanted, plan, { space: args.space })
        const views = 'outcome' in found.value.views ? found.value.views : applied.viewsDenied
        const shown: ShownBoard = {
          project: api.project,
          appUrl: api.appUrl,
          plan,
          isDryRun,
          writes: applied.writes,
          boardId: applied.boardId,
          canvasUrl: urlOfCanvas(found.value.canvases, applied, args.remove),
          notes: [
            ...(read?.note === undefined ? [] : [read.note]),
            ...(views === undefined ? [] : [`Saved views of logs were left out: ${failureText(views)}`]),
            ...canvasNotes(found.value.canvases, applied),
          ],
        }
        out.write(args.json ? `${JSON.stringify(boardJson(shown))}\n` : boardText(shown, out))
        if (applied.failure !== undefined) {
          const why = cleanText(failureText(applied.failure), 1_000, err.unicode)
          err.write(`lipservice: not all of it is done: ${why} The same command does the rest.\n`)
          return end(context.stop.aborted ? EXIT.interrupted : exitOf(applied.failure, applied.writes > 0))
        }
        // A right that is missing is a choice, and so is what a project does not have.
        const isWhole = views === undefined || views.outcome === 'missing_scope'
        end(isWhole && isLeftOut(found.value.canvases, applied) ? EXIT.ok : EXIT.partial)
      } finally {
        await api.close()
      }
    },
  })

const withBudget = (figures: ReadFigures['figures'], budget: string | undefined): BoardFigures => ({
  ...figures,
  budgetGbPerMonth: budget === undefined ? undefined : budgetGbPerMonth(budget, figures.usdPerGb),
})

/** @throws UsageError for a budget of records: PostHog bills bytes */
function budgetGbPerMonth(text: string, usdPerGb: number): number {
  // Where logs cost nothing, money buys any number of them: the list price is then as good as any.
  const { unit, perSecond } = resolveBudget(budgetOf('budget', text, usdPerGb > 0 ? usdPerGb : 1), 1)
  if (unit !== 'bytes') throw new UsageError(`--budget must be one of bytes or dollars, such as 2GB/day; got '${text}'`)
  return Math.round((perSecond * MONTH_SECONDS * 1_000) / GB) / 1_000
}
