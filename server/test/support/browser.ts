import type { ApiAnswer, ApiUnderTest, CallOptions } from './api-under-test.js'

/** A browser with the page of the server open: it keeps the cookie, and says where its requests come from. */
export interface Browser {
  /** The cookie that it sends, `name=id`; `undefined`: none. */
  cookie: string | undefined
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>
  /** Logs in with a key or a code. */
  login(credentials: { readonly key?: string; readonly code?: string }): Promise<ApiAnswer>
}

export const OWN_PAGE = { 'sec-fetch-site': 'same-origin' }

export function openBrowser(api: Pick<ApiUnderTest, 'call'>): Browser {
  const browser: Browser = {
    cookie: undefined,
    async call(method, path, { headers = {}, ...rest } = {}) {
      const cookie = browser.cookie
      const sent = { ...OWN_PAGE, ...(cookie !== undefined && { cookie }), ...headers }
      const answer = await api.call(method, path, { ...rest, headers: sent })
      const given = answer.headers.get('set-cookie')
      if (given !== null) browser.cookie = /max-age=0/i.test(given) ? undefined : given.split(';')[0]
      return answer
    },
    login: (body) => browser.call('post', '/session', { body }),
  }
  return browser
}
