import { defineCommand } from 'citty'
import { readingOf } from '../../../posthog/toggle/flag-reading.js'
import { applyToggle, findToggle, planToggle, planToggleRemoval } from '../../../posthog/toggle/plan-toggle.js'
import { TOGGLE_KEY } from '../../../posthog/toggle/read-toggle.js'
import { type CommandContext, EXIT, type ExitCode } from '../../command/command-context.js'
import { connect, exitOf, failureText, POSTHOG } from '../../posthog/connect.js'
import { readingLines } from '../../posthog/toggle-text.js'
import { cleanText } from '../../terminal/clean-text.js'
import { styled } from '../../terminal/screen.js'
import { wrapped } from '../../terminal/wrapped.js'
import { JSON_OUTPUT } from '../shared-args.js'

/** Makes the feature flag that is the switch in PostHog, says what it says, or removes it. */
export const toggle = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'toggle', description: 'Make a feature flag in PostHog that switches sampling, or remove it' },
    args: {
      remove: { type: 'boolean', description: 'Remove the flag', default: false },
      force: { type: 'boolean', description: 'With --remove: even if it was not made by LipService', default: false },
      'dry-run': { type: 'boolean', description: 'Show the plan, and write nothing', default: false },
      ...POSTHOG,
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const { out, err } = context
      const api = connect(context, args)
      try {
        const found = await findToggle(api)
        const plan =
          found.outcome !== 'ok'
            ? []
            : args.remove
              ? planToggleRemoval(found.value, args.force)
              : planToggle(found.value)
        const done = found.outcome !== 'ok' || args['dry-run'] ? found : await applyToggle(api, plan)
        const after = done.outcome === 'ok' && !args['dry-run'] ? await findToggle(api) : found
        for (const failure of [found, done, after])
          if (failure.outcome !== 'ok') {
            err.write(`lipservice: ${cleanText(failureText(failure), 1_000, err.unicode)}\n`)
            return end(exitOf(failure, false))
          }
        const flag = after.outcome === 'ok' ? after.value : undefined
        const reading = readingOf(flag)
        const url =
          flag === undefined
            ? undefined
            : new URL(`/project/${encodeURIComponent(api.project)}/feature_flags/${flag.id}`, api.appUrl).href
        const writes = args['dry-run'] || done.outcome !== 'ok' ? 0 : Number(done.value)
        if (args.json) {
          const services = reading.state === 'set' ? Object.fromEntries(reading.services) : {}
          const says = {
            state: reading.state,
            mode: reading.state === 'set' ? reading.mode : null,
            services,
            why: 'why' in reading ? reading.why : null,
          }
          const changes = plan.map(({ change }) => change)
          out.write(
            `${JSON.stringify({ project: api.project, flag: TOGGLE_KEY, url: url ?? null, dry_run: args['dry-run'], changes, writes, says })}\n`,
          )
          return end(EXIT.ok)
        }
        const said = (text: string) => wrapped(cleanText(text, 500, out.unicode), out, 2)
        const lines = [
          ...said(`Feature flag ${TOGGLE_KEY} in project ${api.project}`).map((line) => styled(out, 'bold', line)),
          ...(url === undefined ? [] : [`  ${url}`]),
          ...readingLines(reading).flatMap(said),
          ...(plan.some(({ change }) => change === 'edited')
            ? said('It was not made by LipService, or renamed: it stays. --force removes it.')
            : []),
          ...said(
            args['dry-run']
              ? `${plan.some(({ change }) => change === 'create' || change === 'remove') ? 1 : 0} changes would be made: nothing was written.`
              : `${writes} ${writes === 1 ? 'change' : 'changes'} made.`,
          ),
        ]
        out.write(`${lines.join('\n')}\n`)
        end(EXIT.ok)
      } finally {
        await api.close()
      }
    },
  })
