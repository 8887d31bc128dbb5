import { defineCommand } from 'citty'
import { systemTimers } from '../../../internal/timer.js'
import { beginHistory, HOUR_SECONDS } from '../../../posthog/history/next-step.js'
import { readHistory } from '../../../posthog/history/read-history.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { connect, exitOf, failureText, POSTHOG } from '../../posthog/connect.js'
import { historyArgs, lastHour, servicesOf } from '../../posthog/history-args.js'
import { type ImportProgress, progressFile } from '../../posthog/import/progress-file.js'
import { hourSender } from '../../posthog/import/send-hour.js'
import { cleanText } from '../../terminal/clean-text.js'
import { count } from '../../terminal/numbers.js'
import { createProgress } from '../../terminal/progress.js'
import { JSON_OUTPUT, numberOf } from '../shared-args.js'

/** The server keeps minutes for so long. */
const MAX_HOURS = 48
/** The longest that a limit of PostHog makes anybody wait: an hour, and what clocks differ. */
const PATIENCE_MILLIS = 61 * 60_000
/** What the server says of hours that it did not add. */
const SAID: Readonly<Record<string, string>> = {
  repeated: 'were added before by this import',
  imported: 'came by another import',
  reported: 'are left alone: SDKs reported in them',
  too_old: 'are more than 48 hours ago',
  too_recent: 'are not over for 15 minutes',
}

/** Gives the server a past from PostHog, so that budgets work from the first minute of the first SDK. */
export const importHistory = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'import', description: 'Give your LipService server the history that PostHog has, each hour once' },
    args: {
      ...historyArgs(MAX_HOURS, MAX_HOURS),
      resume: { type: 'boolean', description: 'Go on with an import that was stopped', default: false },
      url: { type: 'string', description: 'LipService server (default: LIPSERVICE_URL)', valueHint: 'URL' },
      'dry-run': { type: 'boolean', description: 'Say what would be imported, and ask nothing', default: false },
      ...POSTHOG,
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const { out, err, stop, clock } = context
      const hours = Math.floor(numberOf('hours', args.hours, 1, MAX_HOURS))
      const services = servicesOf(args.service)
      const api = connect(context, args)
      const sender = hourSender(context, args.url)
      const to = lastHour(clock.now())
      // Hours that began more than 48 hours ago, the server does not take.
      const oldest = Math.ceil((clock.now() / 1_000 - MAX_HOURS * HOUR_SECONDS) / HOUR_SECONDS) * HOUR_SECONDS
      const from = Math.max(to - hours * HOUR_SECONDS, oldest)
      const file = progressFile(context.env, [api.appUrl, api.project, sender.url, ...(services ?? [])])
      try {
        if (args['dry-run']) {
          out.write(
            `It would read ${(to - from) / HOUR_SECONDS} whole hours of project ${api.project} and give them to ${cleanText(sender.url, 200)}; hours that SDKs reported in stay as they are.\n`,
          )
          return end(EXIT.ok)
        }
        const request = { from, to, mode: args.mode as 'auto', ...(services && { services }) }
        const begun: ImportProgress = args.resume
          ? await file.read()
          : { importId: `posthog-${api.project}-${from}-${to}`, state: beginHistory(request) }
        const ends = new Map<string, number>()
        let records = 0
        const progress = createProgress(err, clock.monotonic, (done) => [`${count(done)} of ${begun.state.all} hours`])
        const { state, failure } = await readHistory(api, begun.state, {
          async take(read, after) {
            for (const hour of read) {
              const sent = await sender.send(begun.importId, hour)
              ends.set(sent.end, (ends.get(sent.end) ?? 0) + 1)
              records += sent.records
            }
            await file.write({ importId: begun.importId, state: after })
          },
          progress: ({ done, all }) => progress.at(done, all, `project ${api.project}`),
          signal: stop,
          timers: systemTimers,
          patienceMillis: PATIENCE_MILLIS,
          waits({ message }, millis) {
            if (millis >= 60_000)
              err.write(`${cleanText(message, 300, err.unicode)} It goes on in ${Math.ceil(millis / 60_000)} min.\n`)
          },
        }).finally(() => progress.end())
        const isWhole = failure === undefined && !stop.aborted
        if (isWhole) await file.remove()
        const said = {
          import_id: begun.importId,
          records,
          service_hours: Object.fromEntries(ends),
          hours_read: state.done,
          hours_asked: state.all,
          notes: state.notes,
        }
        out.write(args.json ? `${JSON.stringify(said)}\n` : importText(records, ends))
        if (isWhole) return end(EXIT.ok)
        const why = failure === undefined ? 'Stopped.' : cleanText(failureText(failure), 1_000, err.unicode)
        err.write(`lipservice: ${state.done} of ${state.all} hours are imported. ${why} Go on with --resume.\n`)
        end(failure === undefined ? EXIT.interrupted : exitOf(failure, state.done > 0))
      } finally {
        await Promise.all([api.close(), sender.close()])
      }
    },
  })

function importText(records: number, ends: ReadonlyMap<string, number>): string {
  const lines = [`${count(records)} records in ${count(ends.get('added') ?? 0)} hours of services were added.`]
  for (const [end, many] of ends) if (end !== 'added') lines.push(`${count(many)} ${SAID[end] ?? cleanText(end, 40)}.`)
  return `${lines.join('\n')}\n`
}
