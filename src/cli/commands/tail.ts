import { defineCommand } from 'citty'
import { systemTimers } from '../../internal/timer.js'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { tailJson, tailSummary } from '../output/tail-summary.js'
import { createDecider } from '../tail/decider.js'
import { createLineFilter } from '../tail/line-filter.js'
import { runTail } from '../tail/run-tail.js'
import { budgetOf } from './budget-arg.js'
import { numberOf, PRICE } from './shared-args.js'

export const tail = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: {
      name: 'tail',
      description: 'Pass what a budget keeps of the lines that come in: node app.js | lipservice tail',
    },
    args: {
      budget: { type: 'string', description: 'Such as 2GB/day, 50/s or 100USD/month', valueHint: 'BUDGET' },
      ...PRICE,
      key: {
        type: 'string',
        description: 'Of PostHog: ships what is kept, too. Better as POSTHOG_API_KEY',
        valueHint: 'KEY',
      },
      host: { type: 'string', description: 'Of PostHog', valueHint: 'URL' },
      service: { type: 'string', description: 'Name of the service. Default: OTEL_SERVICE_NAME', valueHint: 'NAME' },
      json: { type: 'boolean', description: 'The summary at the end as JSON', default: false },
      quiet: { type: 'boolean', description: 'No summary at the end', default: false },
    },
    async run({ args }) {
      if (context.stdin.isTTY) throw new UsageError('tail reads a pipe: node app.js | lipservice tail')
      const usdPerGb = numberOf('price', args.price, 0.0001, 1_000)
      const key = args.key ?? context.env['POSTHOG_API_KEY']
      const decider = createDecider(
        {
          budget: args.budget === undefined ? undefined : budgetOf('budget', args.budget, usdPerGb),
          serviceName: args.service,
          key: key === '' ? undefined : key,
          host: args.host,
        },
        context.env,
      )
      const { stdin: input, stdout: output, closed, stop, clock } = context
      const { counts } = await runTail({ input, output, closed, stop, timers: systemTimers }, (write) =>
        createLineFilter({ sample: decider.sample, ship: decider.ship, write, now: clock.now }),
      )
      const stats = decider.stats()
      const shipped = await decider.end()
      if (args.json) context.err.write(`${JSON.stringify(tailJson(counts, stats, shipped))}\n`)
      else if (!args.quiet) context.err.write(tailSummary(counts, stats, shipped, context.err))
      end(stop.aborted ? EXIT.interrupted : EXIT.ok)
    },
  })
