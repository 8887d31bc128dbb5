import { answerOf, api } from '../../api/client.js'
import { type Pages, usePages } from '../../state/pages.js'
import type { Version } from './fold-versions.js'

/** Of a day or two. */
const PAGE = 60

/** The versions of a service's policy, in pages. */
export const useVersions = (service: string): Pages<Version> =>
  usePages<Version>({
    key: `history ${service}`,
    size: PAGE,
    async load(before, signal) {
      const query = { limit: PAGE, ...(before !== undefined && { before }) }
      const params = { path: { service }, query }
      const asked = api.GET('/api/v1/policies/{service}/history', { params, ...(signal !== undefined && { signal }) })
      return (await answerOf(asked)).versions
    },
    idOf: ({ version }) => version,
  })
