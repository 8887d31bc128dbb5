import { defineCommand } from 'citty'
import type { CommandContext, ExitCode } from '../command/command-context.js'
import { connect } from './posthog/connect.js'
import { dashboard } from './posthog/dashboard.js'
import { disconnect } from './posthog/disconnect.js'
import { doctor } from './posthog/doctor.js'
import { importHistory } from './posthog/import.js'
import { rules } from './posthog/rules.js'
import { savings } from './posthog/savings.js'
import { tell } from './posthog/tell.js'
import { toggle } from './posthog/toggle.js'

/** What PostHog has, and what can be made of it. */
export const posthog = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'posthog', description: 'What LipService has to do with a project of PostHog' },
    subCommands: {
      connect: connect(context, end),
      doctor: doctor(context, end),
      disconnect: disconnect(context, end),
      savings: savings(context, end),
      import: importHistory(context, end),
      dashboard: dashboard(context, end),
      tell: tell(context, end),
      toggle: toggle(context, end),
      rules: rules(context, end),
    },
  })
