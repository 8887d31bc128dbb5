import { ActionDialog } from '../../actions/action-dialog.js'
import { undoOf } from '../../actions/override.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api } from '../../api/client.js'
import { entryOf } from '../../format/entry-of.js'
import { openDialog } from '../../parts/dialogs.js'
import { Template } from '../../parts/template.js'
import { patterns } from '../../texts/patterns.js'
import { verdictTexts as texts } from '../../texts/verdicts.js'
import type { Verdict } from './use-verdicts.js'

type Decision = 'accept' | 'refuse'

/** What a class is called; of one that this page does not know, nothing is shown but that. */
export const className = (name: string): string => entryOf(patterns.classes, name) ?? patterns.classes.unknown

/** Returns what accepting it would make of a pattern; `undefined`: there is nothing to accept. */
export function acceptable({
  state,
  class: meaning,
  class_a: a,
  class_b: b,
  sure,
  word_class: words,
}: Verdict): string | undefined {
  if (state === 'suggested' || state === 'raised') return meaning ?? undefined
  // What was refused may be accepted after all.
  return state === 'refused' && sure && a !== null && a === b && a !== words ? a : undefined
}

function decide({ service, signature, check }: Verdict, decision: Decision, reason: string): Promise<unknown> {
  const params = { path: { service, signature, decision }, query: check === null ? {} : { check } }
  return answerOf(api.POST('/api/v1/model/verdicts/{service}/{signature}/{decision}', { params, body: { reason } }))
}

/** Asks why before a person says what becomes of it. */
export function openDecision(of: Verdict, decision: Decision): void {
  const name = className(acceptable(of) ?? 'unknown')
  const isAccept = decision === 'accept'
  const undo = isAccept ? undoOf(of, 'label', undefined) : undefined
  openDialog((close) => (
    <ActionDialog
      title={isAccept ? texts.acceptTitle(name) : texts.refuseTitle}
      verb={texts[decision]}
      hint={isAccept ? texts.acceptHint : texts.refuseHint}
      onSubmit={({ reason }) =>
        perform(() => decide(of, decision, reason), isAccept ? texts.accepted(name) : texts.refused, undo)
      }
      onClose={close}
    >
      <div>
        <Template text={of.template ?? of.signature} />
      </div>
      <p class="dim">{isAccept ? texts.acceptWhat : texts.refuseWhat}</p>
    </ActionDialog>
  ))
}
