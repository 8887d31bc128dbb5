import { ApiProblem } from '../api/client.js'
import { toast } from '../parts/toast.js'
import { beat, changes } from '../state/pulse.js'
import { reloadAll } from '../state/resource.js'
import { sessionEnded } from '../state/session.js'
import { actions } from '../texts/actions.js'
import { failures } from '../texts/failures.js'

export interface Undo {
  /** Says that it is undone: `the lock of 'order <*> placed'`. */
  readonly what: string
  readonly run: () => Promise<unknown>
}

/**
 * Changes something, has all of the screen asked again, and says so for ten seconds, in which it can be taken back.
 *
 * @param change asks the server
 * @param done what is said then, or what makes it of the answer
 * @returns what the server answered
 * @throws ApiProblem why nothing was changed, for the dialog to show
 * @example await perform(() => answerOf(api.POST('…/reject', { … })), `v${version} is rejected`)
 */
export async function perform<T>(
  change: () => Promise<T>,
  done: string | ((answer: T) => string),
  undo?: Undo,
): Promise<T> {
  try {
    const answer = await change()
    toast(typeof done === 'string' ? done : done(answer), undo && (() => void takeBack(undo)))
    return answer
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) sessionEnded()
    throw error
  } finally {
    void follow()
  }
}

/**
 * Takes something back by itself, as the button in a row does. Says whether it could.
 *
 * @param again brings it back, for ten seconds
 */
export async function takeBack({ what, run }: Undo, again?: () => Promise<unknown>): Promise<void> {
  try {
    await run()
    toast(actions.undone(what), again && (() => void takeBack({ what, run: again })))
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) sessionEnded()
    toast(actions.undoFailed(error instanceof ApiProblem ? error.message : failures.failed))
  }
  void follow()
}

/** Each change is in the audit: the pulse tells, and everything is asked again once. */
async function follow(): Promise<void> {
  const before = changes.peek()
  await beat()
  if (changes.peek() === before) reloadAll()
}
