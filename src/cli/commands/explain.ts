import { defineCommand } from 'citty'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import type { LogRecord } from '../../record/log-record.js'
import type { Explanation } from '../../sampling/explanation.js'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { resolved } from '../command/resolved.js'
import { UsageError } from '../command/usage-error.js'
import { readLine } from '../formats/read-line.js'
import { InputError } from '../input/input-error.js'
import { explainLine } from '../policy/explain-line.js'
import { type Explained, explainStored, storedText } from '../policy/explain-stored.js'
import { load, trusted } from '../policy/load-policy.js'
import { cleanText } from '../terminal/clean-text.js'
import { type Screen, styled } from '../terminal/screen.js'
import { wrapped } from '../terminal/wrapped.js'
import { SERVER } from './server-args.js'
import { JSON_OUTPUT, numberOf, wholeNumberOf } from './shared-args.js'

export const explain = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: {
      name: 'explain',
      description: 'Say why a line is kept or dropped, or what a policy or an incident of a server is',
    },
    args: {
      line: { type: 'positional', description: 'A line of a log, in quotes', valueHint: 'LINE', required: false },
      policy: {
        type: 'string',
        description: 'A policy (default: the one of the server that is named, else none)',
        valueHint: 'FILE',
      },
      ...SERVER,
      rate: { type: 'string', description: 'How many lines like it come a second', default: '10', valueHint: 'N' },
      'policy-version': {
        type: 'string',
        description: 'Instead: a version of the policy of the service',
        valueHint: 'N',
      },
      incident: { type: 'string', description: 'Instead: an incident of the server', valueHint: 'ID' },
      ask: { type: 'boolean', description: 'Have a model say it, too, where the team has one', default: false },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const stored = storedOf(args, context)
      if (stored !== undefined) {
        const found = await explainStored(context, args.url, stored, args.ask)
        context.out.write(args.json ? `${JSON.stringify(found)}\n` : storedText(stored, found, context.out))
        end(EXIT.ok)
        return
      }
      if (args.line === undefined)
        throw new UsageError('what is to be explained? name a LINE, --policy-version or --incident')
      const perSecond = numberOf('rate', args.rate, 0.01, 1_000)
      const record = recordOf(args.line, context.clock.now())
      const isAsked = args.policy !== undefined || args.url !== undefined || Boolean(context.env['LIPSERVICE_URL'])
      const policy = isAsked ? trusted(await load(context, args.policy, args)) : undefined
      const explained = explainLine(
        record,
        resolved(() => resolveSamplingOptions({}, context.env)),
        policy,
        perSecond,
        context.clock.now(),
      )
      if (args.json) context.out.write(`${JSON.stringify(explained)}\n`)
      else {
        context.out.write(explanationText('As the first of its pattern', explained.first, context.out))
        context.out.write(explanationText(`After ten minutes at ${args.rate} a second`, explained.later, context.out))
      }
      end(EXIT.ok)
    },
  })

interface StoredArgs {
  readonly line?: string | undefined
  readonly service?: string | undefined
  readonly 'policy-version'?: string | undefined
  readonly incident?: string | undefined
}

/** Returns what of a server is to be explained; `undefined`: a line. */
function storedOf(args: StoredArgs, { env }: CommandContext): Explained | undefined {
  const { line, incident, 'policy-version': version } = args
  if ([line, incident, version].filter((one) => one !== undefined).length > 1)
    throw new UsageError('one at a time: a line, --policy-version or --incident')
  if (incident !== undefined) return { incident: wholeNumberOf('incident', incident, 1, 2 ** 53 - 1) }
  if (version === undefined) return undefined
  const service = args.service ?? env['OTEL_SERVICE_NAME']
  if (!service) throw new UsageError('which service? set OTEL_SERVICE_NAME, or name it: --service checkout-api')
  return { service, version: wholeNumberOf('policy-version', version, 0, 2 ** 53 - 1) }
}

function recordOf(line: string, now: number): LogRecord {
  const found: LogRecord[] = []
  readLine(line, ({ record }) => void found.push(record), { now })
  if (found.length === 0) throw new InputError('there is nothing in this line')
  return found[0]!
}

function explanationText(title: string, explanation: Explanation, screen: Screen): string {
  const [verdict = '', ...steps] = String(explanation).split('\n')
  const arrow = screen.unicode ? '→' : '>'
  const dot = screen.unicode ? '·' : '-'
  const lines = steps.map((step) => step.trim().replace(/^→/, arrow).replace(/^·/, dot))
  return `${[
    `  ${styled(screen, 'bold', title)}`,
    ...wrapped(cleanText(verdict, 2_000, screen.unicode), screen, 2, 2),
    ...lines.flatMap((line) => wrapped(cleanText(line, 600, screen.unicode).replace(/ {2,}/g, ' '), screen, 4, 4)),
    '',
  ].join('\n')}\n`
}
