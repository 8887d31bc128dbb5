import { okay } from './answers.js'
import type { Route } from './route.js'

/** Whose the key is. */
export const meRoute = (organization: string, project: string): Route => ({
  method: 'GET',
  path: '/api/users/@me/',
  auth: { scope: 'user:read' },
  handle: () =>
    okay({
      uuid: '00000000-0000-4000-8000-0000000000aa',
      email: 'somebody@example.com',
      organization: { id: organization, name: 'Example' },
      team: { id: Number(project) },
    }),
})
