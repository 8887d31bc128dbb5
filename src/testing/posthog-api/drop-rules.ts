import { okay } from './answers.js'
import type { DropRules } from './logs-routes.js'
import type { Route } from './route.js'

/** The list of PostHog's own drop rules. */
export const dropRuleRoutes = (rules: DropRules): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/projects/:project/logs/sampling_rules/',
    auth: { scope: 'logs:read' },
    query: ['limit', 'offset'],
    handle: () => {
      const results = [...rules].flatMap(([service, names]) =>
        names.map((name) => ({
          id: `${service}:${name}`,
          name,
          enabled: true,
          rule_type: 'path_drop',
          scope_service: service,
        })),
      )
      return okay({ count: results.length, next: null, previous: null, results })
    },
  },
]
