import { existsSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { defineCommand } from 'citty'
import { RUNTIME_VERSION } from '../../internal/versions.js'
import { type CommandContext, EXIT, type ExitCode } from '../command/command-context.js'
import { lookAt, type Machine } from '../doctor/app/app.js'
import { examine, findingsOf } from '../doctor/examine.js'
import { severityOf } from '../doctor/finding.js'
import { reach } from '../doctor/network/reach.js'
import { reportJson } from '../doctor/report-json.js'
import { reportText } from '../doctor/report-text.js'
import { InputError } from '../input/input-error.js'
import { JSON_OUTPUT } from './shared-args.js'

export const doctor = (context: CommandContext, end: (code: ExitCode) => void) =>
  defineCommand({
    meta: { name: 'doctor', description: 'Find out whether an app is wired, and what is wrong' },
    args: {
      folder: {
        type: 'positional',
        description: 'Folder of the app',
        default: '.',
        valueHint: 'FOLDER',
        required: false,
      },
      fix: { type: 'boolean', description: 'Print the lines to change, too; nothing is changed', default: false },
      offline: { type: 'boolean', description: 'Ask neither backend nor server', default: false },
      ...JSON_OUTPUT,
    },
    async run({ args }) {
      const folder = path.resolve(args.folder)
      if (!existsSync(folder)) throw new InputError(`there is no folder ${args.folder}`)
      const app = lookAt(folder, machineOf(context))
      const examined = await examine(app, args.offline ? undefined : reach)
      context.out.write(
        args.json ? `${JSON.stringify(reportJson(app, examined))}\n` : reportText(app, examined, context.out, args.fix),
      )
      end(findingsOf(examined).some((one) => severityOf(one) === 'error') ? EXIT.failed : EXIT.ok)
    },
  })

const machineOf = ({ env, clock }: CommandContext): Machine => ({
  env,
  nodeVersion: RUNTIME_VERSION,
  now: clock.now,
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  },
})
