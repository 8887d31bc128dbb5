import { COMMON_EXITS } from './command-help.js'
import { type DescribedCommand, flattened, usageOf } from './described.js'
import { ABOUT, describe, ENVIRONMENT, optionOf } from './help-text.js'

/** Returns the man page of all commands, as roff: the same in each version with the same commands. */
export function manPage(commands: readonly DescribedCommand[]): string {
  return `${[
    '.TH LIPSERVICE 1 "" "lipservice" "User Commands"',
    '.SH NAME',
    `lipservice \\- ${roff('adaptive log sampling for Node.js')}`,
    '.SH SYNOPSIS',
    '.B lipservice',
    roff('COMMAND [OPTIONS] [ARGUMENTS]'),
    '.SH DESCRIPTION',
    roff(ABOUT),
    '.SH COMMANDS',
    ...flattened(commands).flatMap(commandLines),
    '.SH EXIT STATUS',
    ...COMMON_EXITS.flatMap(([code, means]) => term(String(code), means)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, means]) => term(name, means)),
    ...term('LIPSERVICE_…, POSTHOG_…, OTEL_…', 'as for the SDK; keys are taken from there only'),
  ].join('\n')}\n`
}

function commandLines(command: DescribedCommand): string[] {
  const { description, args, help } = command
  return [
    `.SS "${roff(usageOf(command))}"`,
    roff(`${description}.`),
    ...args.flatMap((one) => term(one.isPositional ? one.hint : optionOf(one), describe(one))),
    ...(help?.exits ?? []).flatMap(([code, means]) => term(`exit ${code}`, means)),
    ...(help?.examples ?? []).flatMap(([line, does]) => [
      '.PP',
      roff(`${does}:`),
      '.PP',
      '.nf',
      `.RS`,
      roff(line),
      '.RE',
      '.fi',
    ]),
  ]
}

const term = (name: string, says: string): string[] => ['.TP', `.B "${roff(name)}"`, roff(says)]

/** Nothing of a text is a request, an escape or a quote of roff. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('…', '...')
    .replace(/^([.'])/, '\\&$1')
}
