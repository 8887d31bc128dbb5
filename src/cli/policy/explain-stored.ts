import * as z from 'zod/mini'
import type { CommandContext } from '../command/command-context.js'
import { answerOf } from '../server/server-answer.js'
import { openServerApi } from '../server/server-api.js'
import { cleanText } from '../terminal/clean-text.js'
import { type Screen, styled } from '../terminal/screen.js'
import { wrapped } from '../terminal/wrapped.js'

const LIMITS = { timeoutMillis: 60_000, maxBytes: 1 << 20 }
const MAX_CHARACTERS = 20_000

const EXPLANATION = z.looseObject({
  service: z.string(),
  text: z.string(),
  by_model: z.nullable(z.object({ text: z.string(), model: z.string() })),
  problem: z.nullable(z.string()),
})
type StoredExplanation = z.infer<typeof EXPLANATION>

/** A version of a service's policy, or an incident. */
export type Explained =
  | { readonly service: string; readonly version: number }
  | { readonly service?: undefined; readonly incident: number }

/**
 * Asks a server what it has in words.
 *
 * @param withModel whether a model is asked, too: costs, and takes a key of the scope admin
 * @throws InputError where there is no such thing, or no answer
 */
export async function explainStored(
  context: CommandContext,
  url: string | undefined,
  what: Explained,
  withModel: boolean,
): Promise<StoredExplanation> {
  const api = openServerApi(context, url, withModel ? 'admin' : 'read', LIMITS)
  const ofWhat =
    what.service === undefined
      ? `incidents/${what.incident}`
      : `policies/${encodeURIComponent(what.service)}/versions/${what.version}`
  const request = { path: `/api/v1/${ofWhat}/explanation`, about: nameOf(what) }
  try {
    const body = await api.ask(withModel ? { ...request, method: 'POST', body: '{}' } : { ...request, method: 'GET' })
    return answerOf(EXPLANATION, body, api.shown)
  } finally {
    await api.close()
  }
}

/** Returns it for people: the server's own sentences, and under them those of a model. */
export function storedText(what: Explained, found: StoredExplanation, screen: Screen): string {
  const say = (text: string) => wrapped(cleanText(text, MAX_CHARACTERS, screen.unicode), screen, 2)
  const { service, text, by_model: byModel, problem } = found
  const title =
    what.service === undefined
      ? `Incident ${what.incident} of ${service}`
      : `Policy version ${what.version} of ${service}`
  const lines = ['', styled(screen, 'bold', say(title).join('\n')), ...say(text)]
  if (byModel !== null)
    lines.push('', styled(screen, 'bold', say(`In the words of ${byModel.model}`).join('\n')), ...say(byModel.text))
  if (problem !== null) lines.push('', ...say(`There are no words of a model: ${problem}.`))
  return `${[...lines, ''].join('\n')}\n`
}

const nameOf = (what: Explained): string =>
  what.service === undefined ? `incident ${what.incident}` : `version ${what.version} of the policy of ${what.service}`
