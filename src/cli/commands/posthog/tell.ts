import { defineCommand } from 'citty'
import { systemClock } from '../../../internal/clock.js'
import { systemTimers } from '../../../internal/timer.js'
import { paidUsdPerGb } from '../../../posthog/bill/prices.js'
import { readBill } from '../../../posthog/bill/read-bill.js'
import { HOUR_SECONDS } from '../../../posthog/history/next-step.js'
import { lipserviceMarks } from '../../../posthog/marks/lipservice-marks.js'
import { EVENTS_PER_DAY, savingsEvents } from '../../../posthog/tell/savings-events.js'
import { type Told, tellSavings } from '../../../posthog/tell/tell-savings.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { exitOf, failureText, POSTHOG } from '../../posthog/connect.js'
import { openConnection, targetOf } from '../../posthog/connection/open-connection.js'
import { lastHour } from '../../posthog/history-args.js'
import { readServer } from '../../posthog/tell/server-past.js'
import { openServer } from '../../posthog/tell/server-reader.js'
import { removeMarks, tellMarks } from '../../posthog/tell/tell-marks.js'
import { type ShownTold, tellJson, tellText } from '../../posthog/tell/tell-text.js'
import { cleanText } from '../../terminal/clean-text.js'
import { JSON_OUTPUT, numberOf, wholeNumberOf } from '../shared-args.js'

const MAX_HOURS = 336
const DAY_SECONDS = 86_400

/** Tells PostHog what a LipService server saved: hourly events, and marks of policies and incidents on the dashboard. */
export const tell = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'tell', description: "Send your server's hourly savings to PostHog as events, each hour once" },
    args: {
      hours: {
        type: 'string',
        description: `Whole hours that are told, 1–${MAX_HOURS}`,
        default: '24',
        valueHint: 'N',
      },
      url: { type: 'string', description: 'LipService server (default: LIPSERVICE_URL)', valueHint: 'URL' },
      source: {
        type: 'string',
        description: 'Which of several that tell the same project (default: the team of the server)',
        valueHint: 'NAME',
      },
      price: {
        type: 'string',
        description: 'Dollars for a GB of logs (default: of your bill, else the list price)',
        valueHint: 'USD',
      },
      'events-per-day': {
        type: 'string',
        description: 'Events of a day at most; services beyond are told together',
        default: String(EVENTS_PER_DAY),
        valueHint: 'N',
      },
      wait: {
        type: 'string',
        description: 'Seconds that PostHog may take to show what it took',
        default: '60',
        valueHint: 'SECONDS',
      },
      remove: { type: 'boolean', description: 'Remove the marks; events cannot be removed', default: false },
      force: { type: 'boolean', description: 'With --remove: also marks that somebody changed', default: false },
      'dry-run': { type: 'boolean', description: 'Say what would be told, and send nothing', default: false },
      ...POSTHOG,
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const { env, out, err, stop, clock } = context
      const hours = wholeNumberOf('hours', args.hours, 1, MAX_HOURS)
      const eventsPerDay = wholeNumberOf('events-per-day', args['events-per-day'], 24, 100_000)
      const settleMillis = numberOf('wait', args.wait, 0, 600) * 1_000
      const price = args.price === undefined ? undefined : numberOf('price', args.price, 0, 1_000)
      const projectApiKey = env['POSTHOG_API_KEY'] || undefined
      const isSending = !args.remove && !args['dry-run']
      if (isSending && projectApiKey === undefined)
        throw new UsageError("which project key? set POSTHOG_API_KEY to the project's own (phc_…): events go by it")
      const target = targetOf(context, args)
      const server = args.remove ? undefined : openServer(context, args.url)
      const api = openConnection(target, stop, projectApiKey === undefined ? {} : { projectApiKey })
      try {
        if (server === undefined) {
          const { writes = 0, edited, failure } = await removeMarks(api, args.force)
          out.write(
            args.json
              ? `${JSON.stringify({ project: api.project, marks: writes, edited })}\n`
              : `${writes} marks removed${edited > 0 ? `; ${edited} that somebody changed stay: --force` : ''}. Events stay.\n`,
          )
          if (failure === undefined) return end(EXIT.ok)
          err.write(`lipservice: ${cleanText(failureText(failure), 1_000, err.unicode)}\n`)
          return end(exitOf(failure, writes > 0))
        }
        const to = lastHour(clock.now())
        const from = to - hours * HOUR_SECONDS
        // With the day before: it says who has an event of its own.
        const past = await readServer(server, Math.floor(from / DAY_SECONDS) * DAY_SECONDS - DAY_SECONDS, to)
        const bill = price === undefined ? await readBill(api, clock.now()) : undefined
        const source = args.source ?? `team ${past.teamId}`
        const events = savingsEvents(past.hours, {
          source,
          eventsPerDay,
          usdPerGb: bill === undefined ? price! : paidUsdPerGb(bill),
          priceSource: bill === undefined ? 'as given' : bill.label,
        }).filter(({ timestamp }) => timestamp.getTime() >= from * 1_000)
        const told: Told | undefined = isSending
          ? await tellSavings(api, events, { clock: { ...systemClock, ...systemTimers }, settleMillis })
          : undefined
        const marks =
          isSending && told?.failure === undefined
            ? await tellMarks(api, lipserviceMarks(source, past.policies, past.incidents))
            : undefined
        const shown: ShownTold = {
          project: api.project,
          source,
          hours,
          services: new Set(events.map(({ properties }) => properties['service'])).size,
          events: events.length,
          told,
          marks: marks?.writes,
          notes: [
            ...(isSending && marks !== undefined && marks.writes === undefined && marks.failure === undefined
              ? ['There is no dashboard, so policies and incidents are not marked: lipservice posthog dashboard.']
              : []),
            ...(marks?.failure === undefined ? [] : [`Marks were left out: ${failureText(marks.failure)}`]),
          ],
        }
        out.write(args.json ? `${JSON.stringify(tellJson(shown))}\n` : tellText(shown, out))
        if (told?.failure !== undefined) {
          const why = cleanText(failureText(told.failure), 1_000, err.unicode)
          err.write(`lipservice: not all of it is told: ${why} The same command does the rest.\n`)
          return end(stop.aborted ? EXIT.interrupted : exitOf(told.failure, told.sent > 0))
        }
        // A right that is missing is a choice.
        const isWhole = (told?.lost ?? 0) === 0 && (marks?.failure?.outcome ?? 'missing_scope') === 'missing_scope'
        end(isWhole ? EXIT.ok : EXIT.partial)
      } finally {
        await Promise.all([api.close(), server?.close()])
      }
    },
  })
