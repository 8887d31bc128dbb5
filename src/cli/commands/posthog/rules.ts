import { defineCommand } from 'citty'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { UsageError } from '../../command/usage-error.js'
import { load, trusted } from '../../policy/load-policy.js'
import { rulesOfPolicy } from '../../posthog/rules/rules-of-policy.js'
import { rulesText } from '../../posthog/rules/rules-text.js'
import { SERVER } from '../server-args.js'
import { JSON_OUTPUT } from '../shared-args.js'

/** A policy as drop rules of PostHog's own, for services that have no SDK. Nothing is asked of PostHog. */
export const rules = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'rules', description: "Show a policy as PostHog's own drop rules: a plan, nothing is applied" },
    args: {
      policy: { type: 'string', description: "A policy; without one, the server's", valueHint: 'FILE' },
      ...SERVER,
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const found = await load(context, args.policy, args)
      const policy = trusted(found)
      // A rule without a service would be one for all.
      const service = args.service ?? policy.service ?? context.env['OTEL_SERVICE_NAME']
      if (!service) throw new UsageError('which service? name it: --service checkout-api')
      const plan = rulesOfPolicy(policy, service)
      context.out.write(
        args.json
          ? `${JSON.stringify({ policy_version: policy.version, ...plan })}\n`
          : rulesText(found.name, policy.version, plan, context.out),
      )
      end(EXIT.ok)
    },
  })
