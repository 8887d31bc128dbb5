import { defineCommand } from 'citty'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { UsageError } from '../command/usage-error.js'
import { applyWish, proposeWish } from '../policy/ask-wish.js'
import { wishText } from '../policy/wish-text.js'
import { openServerApi } from '../server/server-api.js'
import { confirmed } from '../terminal/confirm.js'
import { count } from '../terminal/numbers.js'
import { JSON_OUTPUT } from './shared-args.js'

const LIMITS = { timeoutMillis: 60_000, maxBytes: 8 << 20 }
const MAX_TEXT = 1_000

export const wish = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'wish', description: 'Say in words what a server is to keep, look at what that would do, and do it' },
    args: {
      text: { type: 'positional', description: 'What is wanted, in quotes', valueHint: 'TEXT', required: true },
      url: { type: 'string', description: 'LipService server (default: LIPSERVICE_URL)', valueHint: 'URL' },
      service: {
        type: 'string',
        description: 'Whose lines, with commas (default: those that are named, or the only one)',
        valueHint: 'NAME',
      },
      yes: { type: 'boolean', description: 'Do it, without a question', default: false },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const text = args.text.trim()
      if (text === '' || text.length > MAX_TEXT)
        throw new UsageError(`a wish must have 1–${MAX_TEXT} characters; got ${text.length}`)
      const services = (args.service ?? '').split(',').flatMap((name) => name.trim() || [])
      const api = openServerApi(context, args.url, 'admin', LIMITS)
      try {
        const seen = await proposeWish(api, text, services)
        context.out.write(args.json ? `${JSON.stringify(seen)}\n` : wishText(seen, context.out))
        if (seen.hash === null) return end(EXIT.failed)
        const mayBeAsked = context.stdin.isTTY === true && context.out.isTerminal && !args.json
        const isWanted = args.yes || (mayBeAsked && (await confirmed(context, 'Do this?', '--yes')))
        if (!isWanted) {
          context.err.write('Nothing was done: --yes does it.\n')
          return end(EXIT.ok)
        }
        const done = await applyWish(api, text, seen)
        const budget = done.budget === null ? '' : ', and the budget is set'
        context.err.write(
          `Done: ${count(done.changes.length)} ${done.changes.length === 1 ? 'change' : 'changes'}${budget}. It is in force with the next policy.\n`,
        )
        end(EXIT.ok)
      } finally {
        await api.close()
      }
    },
  })
