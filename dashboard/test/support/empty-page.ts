import { SCOPES } from '../../../server/src/scope.js'
import { STORY_END } from '../../../server/test/support/acme/acme-story.js'
import { startApi } from '../../../server/test/support/api-under-test.js'
import { builtPage } from './built-page.js'
import { type PageServer, servePage } from './page-server.js'

export interface EmptyPage extends PageServer {
  readonly key: string
}

/** The page of a server that was just started: a team, a key of an admin, and nothing else. */
export async function serveEmpty(): Promise<EmptyPage> {
  const api = await startApi({}, undefined, builtPage())
  api.clock.millis = STORY_END * 1000
  const team = await api.store.keys.ensureTeam('default', STORY_END)
  const { text: key } = await api.keys.create(team, 'first admin key', SCOPES, 'server')
  return { ...(await servePage(api)), key }
}
