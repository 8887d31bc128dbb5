import { defineCommand } from 'citty'
import { systemTimers } from '../../../internal/timer.js'
import { resolveBudget } from '../../../options/budget-option.js'
import { LIST_USD_PER_GB, type LogsBill } from '../../../posthog/bill/prices.js'
import { readBill } from '../../../posthog/bill/read-bill.js'
import type { HistoryHour } from '../../../posthog/history/history-hour.js'
import { beginHistory, HOUR_SECONDS } from '../../../posthog/history/next-step.js'
import { readHistory } from '../../../posthog/history/read-history.js'
import type { Budget } from '../../../sampling/adaptive/budget.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { createReportFile } from '../../output/report-file.js'
import { connect, exitOf, failureText, POSTHOG } from '../../posthog/connect.js'
import { historyArgs, lastHour, servicesOf } from '../../posthog/history-args.js'
import { type Savings, savingsOf } from '../../posthog/savings/savings.js'
import { savingsJson } from '../../posthog/savings/savings-json.js'
import { savingsPage } from '../../posthog/savings/savings-page.js'
import { savingsText } from '../../posthog/savings/savings-text.js'
import type { NamedSavings, ShownSavings } from '../../posthog/savings/shown-savings.js'
import { cleanText } from '../../terminal/clean-text.js'
import { count } from '../../terminal/numbers.js'
import { createProgress } from '../../terminal/progress.js'
import { budgetOf } from '../budget-arg.js'
import { JSON_OUTPUT, numberOf, wholeNumberOf } from '../shared-args.js'

const MAX_HOURS = 336
/** Parts of the volume that are shown where no budget is named; the one in the middle in full. */
const PARTS = [
  ['a fifth of it', 5],
  ['half of it', 2],
  ['a tenth of it', 10],
] as const

export const savings = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: {
      name: 'savings',
      description: 'What your logs in PostHog cost, and what a budget would save; nothing is stored',
    },
    args: {
      ...historyArgs(MAX_HOURS, 24),
      budget: {
        type: 'string',
        description: 'Such as 2GB/day, 50/s or 100USD/month (default: parts of the volume)',
        valueHint: 'BUDGET',
      },
      html: { type: 'string', description: 'Write a report for a browser, without network', valueHint: 'FILE' },
      price: {
        type: 'string',
        description: 'Dollars for a GB of logs (default: of your bill, else the list price)',
        valueHint: 'USD',
      },
      top: { type: 'string', description: 'Patterns that are shown', default: '20', valueHint: 'N' },
      'dry-run': { type: 'boolean', description: 'Say what would be asked for, and ask nothing', default: false },
      ...POSTHOG,
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const hours = wholeNumberOf('hours', args.hours, 1, MAX_HOURS)
      const price = args.price === undefined ? undefined : numberOf('price', args.price, 0, 1_000)
      const top = wholeNumberOf('top', args.top, 1, 100_000)
      const named =
        args.budget === undefined
          ? undefined
          : { name: args.budget, budget: resolveBudget(budgetOf('budget', args.budget, price ?? LIST_USD_PER_GB), 1) }
      const to = lastHour(context.clock.now())
      const services = servicesOf(args.service)
      const request = {
        from: to - Math.floor(hours) * HOUR_SECONDS,
        to,
        mode: args.mode as 'auto',
        ...(services && { services }),
      }
      const api = connect(context, args)
      try {
        if (args['dry-run']) {
          context.out.write(dryRunText(request.from, to, api.appUrl, api.project))
          return end(EXIT.ok)
        }
        const report = args.html === undefined ? undefined : await createReportFile(args.html)
        const read: HistoryHour[] = []
        const progress = createProgress(context.err, context.clock.monotonic, (done) => [
          `${count(done)} of ${hours} hours`,
        ])
        const { state, failure } = await readHistory(api, beginHistory(request), {
          take: async (some) => void read.push(...some),
          progress: ({ done, all }) => progress.at(done, all, `project ${api.project}`),
          signal: context.stop,
          timers: systemTimers,
        }).finally(() => progress.end())
        const isPartial = state.done > 0 && read.length > 0
        if (failure !== undefined && !isPartial) {
          context.err.write(`lipservice: ${cleanText(failureText(failure), 1_000, context.err.unicode)}\n`)
          return end(exitOf(failure, false))
        }
        const span = state.done
        const budgets = budgetsOf(read, named, span)
        const problem =
          failure === undefined ? undefined : `Only ${span} of ${hours} hours could be read: ${failureText(failure)}`
        const shown: ShownSavings = {
          project: api.project,
          appUrl: api.appUrl,
          from: request.from,
          to,
          hours: span,
          asked: hours,
          bill: price === undefined ? await readBill(api, context.clock.now()) : givenBill(price, context.clock.now()),
          notes: state.notes,
          trend: trendOf(read, budgets[0]!.savings),
          budgets,
          top,
          problem: context.stop.aborted
            ? `Stopped: this is what was read until then, ${span} of ${hours} hours.`
            : problem,
        }
        await report?.write(savingsPage(shown))
        context.out.write(args.json ? `${JSON.stringify(savingsJson(shown))}\n` : savingsText(shown, context.out))
        if (context.stop.aborted) return end(EXIT.interrupted)
        end(failure === undefined ? EXIT.ok : exitOf(failure, true))
      } finally {
        await api.close()
      }
    },
  })

function budgetsOf(
  read: readonly HistoryHour[],
  named: { readonly name: string; readonly budget: Budget } | undefined,
  hours: number,
): NamedSavings[] {
  if (named !== undefined) return [{ name: named.name, savings: savingsOf(read, named.budget) }]
  const bytes = read.reduce((sum, { patterns }) => patterns.reduce((all, pattern) => all + pattern.keptBytes, sum), 0)
  const perSecond = bytes / Math.max(1, hours * HOUR_SECONDS)
  return PARTS.map(([name, part]) => ({
    name,
    savings: savingsOf(read, { unit: 'bytes', perSecond: Math.max(1e-6, perSecond / part) }),
  }))
}

/** By hour, as it is now and as the first budget would keep it. */
function trendOf(read: readonly HistoryHour[], { bytesKept, bytesNow }: Savings): ShownSavings['trend'] {
  const share = Math.min(1, bytesKept / Math.max(1e-9, bytesNow))
  return [...Map.groupBy(read, ({ hour }) => hour)]
    .toSorted(([a], [b]) => a - b)
    .map(([hour, own]) => {
      const bytes = own.reduce(
        (sum, { patterns }) => patterns.reduce((all, pattern) => all + pattern.keptBytes, sum),
        0,
      )
      return { hour, bytes, kept: bytes * share }
    })
}

/** What `--price` says. */
function givenBill(usdPerGb: number, now: number): LogsBill {
  const day = new Date(now).toISOString().slice(0, 10)
  const tiers = [{ upTo: undefined, usdPerUnit: usdPerGb / 1_000 }]
  return { source: 'billing', label: `$${usdPerGb}/GB, as given`, tiers, freeUnits: 0, usedUnits: 0, day }
}

function dryRunText(from: number, to: number, appUrl: string, project: string): string {
  const hours = (to - from) / HOUR_SECONDS
  const days = Math.ceil(hours / 24) + 1
  const when = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(0, 16).replace('T', ' ')
  return [
    `It would read project ${project} at ${appUrl}, ${when(from)} to ${when(to)} UTC: ${hours} whole hours, the last 15 minutes left out.`,
    `Up to ${days} queries of totals, ${hours} of patterns, and a few for examples of patterns it does not know yet; more where an hour is too large for one.`,
    'Scopes: query:read and logs:read; with logs:read alone it asks the endpoints of logs. Nothing is stored, and nothing is changed in PostHog.',
    '',
  ].join('\n')
}
