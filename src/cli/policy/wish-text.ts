import { cleanText } from '../terminal/clean-text.js'
import { labelled } from '../terminal/labelled.js'
import { bytes, count } from '../terminal/numbers.js'
import { type Screen, styled } from '../terminal/screen.js'
import { wrapped } from '../terminal/wrapped.js'
import type { WishProposal } from './ask-wish.js'

const COLUMN = 10
const SHOWN = 20
const TEMPLATE_CHARACTERS = 200
const CHARACTERS = 1_000

/** Returns for people what a wish would do. */
export function wishText(seen: WishProposal, screen: Screen): string {
  const clean = (text: string, most = CHARACTERS) => cleanText(text, most, screen.unicode)
  const quoted = (template: string) => `"${clean(template, TEMPLATE_CHARACTERS)}"`
  const fact = (name: string, text: string) => labelled(screen, 'bold', name, COLUMN, clean(text, 4 * CHARACTERS))
  const listed = <T>(name: string, all: readonly T[], say: (one: T) => string): string[] => [
    ...all.slice(0, SHOWN).flatMap((one, i) => fact(i === 0 ? name : '', say(one))),
    ...(all.length > SHOWN ? fact('', `${count(all.length - SHOWN)} more`) : []),
  ]
  const { budget } = seen
  const lines = [
    '',
    ...fact('Read by', seen.model ?? seen.read_by),
    ...fact('Services', seen.services.join(', ') || 'none'),
    ...listed('Draft', seen.draft.wants, (want) => `${want.do.replaceAll('_', ' ')}: ${want.phrases.join(', ')}`),
    ...listed('Would do', seen.changes, (one) => {
      const what = one.kind === 'exemption' ? 'is kept whole' : `counts as ${(one.class ?? '').replaceAll('_', ' ')}`
      return `${quoted(one.template)} of ${one.service} ${what} (${bytes(one.bytes)} in the past week)`
    }),
    ...listed(
      'Left out',
      seen.left_out,
      (one) => `${quoted(one.template)} of ${one.service}: ${one.why.replaceAll('_', ' ')}`,
    ),
    ...(budget === null
      ? []
      : fact(
          'Budget',
          `${budget.service}: ${amount(budget)}, ${budget.before === null ? 'none' : amount(budget.before)} before`,
        )),
    ...listed('Replay', seen.replays, ({ service, before, after, problem }) =>
      after === null
        ? `${service}: ${problem ?? 'there is no past to replay'}`
        : `${service}: ${bytes(after.kept_bytes_per_day)} a day kept of ${bytes(after.bytes_per_day)}${before === null ? '' : `, ${bytes(before.kept_bytes_per_day)} before`}`,
    ),
    ...listed('Not read', seen.not_understood, (text) => `"${text}"`),
    ...seen.questions.flatMap((question) =>
      wrapped(clean(question), screen, 2).map((line) => styled(screen, 'yellow', line)),
    ),
  ]
  return `${[...lines, ''].join('\n')}\n`
}

const amount = (budget: { readonly unit: string; readonly amount: number }): string =>
  `${budget.amount} ${budget.unit.replaceAll('_', ' ')}`
