import { ApiProblem } from '../api/client.js'
import { toast } from '../parts/toast.js'
import { askWhetherOutdated, outdated } from '../state/outdated.js'
import { failures } from '../texts/failures.js'

/** Returns code of the page that comes when it is asked for. @throws ApiProblem why it does not come */
export async function partOfPage<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch {
    const answers = await askWhetherOutdated()
    throw new ApiProblem(0, outdated.peek() ? failures.outdated : answers ? failures.notLoaded : failures.noAnswer)
  }
}

/** Does something with code that comes when it is asked for; where it does not come, that is said. */
export const withPart = <T>(load: () => Promise<T>, use: (part: T) => void): void =>
  void partOfPage(load).then(use, ({ message }: ApiProblem) => toast(failures.sentence(message)))
