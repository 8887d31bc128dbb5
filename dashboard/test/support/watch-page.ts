import type { Page, Request } from 'playwright-core'

/** What a page did that it must not do. */
export interface Watch {
  /** Errors that nobody caught, and what the console says is one; refused requests are not. */
  readonly errors: string[]
  /** Requests to other origins than the server's. */
  readonly foreign: string[]
  readonly dialogs: string[]
  /** Paths of the requests that were sent, oldest first, with their method unless it is GET. */
  readonly requests: string[]
  /** Requests that are not answered yet. */
  waiting(): number
  /** What the content security policy refused. */
  cspReports(): Promise<string[]>
}

declare global {
  interface Window {
    cspReports?: string[]
  }
}

export async function watchPage(page: Page, origin: string): Promise<Watch> {
  const errors: string[] = []
  const foreign: string[] = []
  const dialogs: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // Of every answer from 400 on; what becomes of it is the page's business.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) errors.push(message.text())
  })
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.message())
    await dialog.dismiss()
  })
  page.on('popup', (popup) => foreign.push(popup.url()))
  const open = new Set<Request>()
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  page.on('response', (answer) => {
    // Nobody reads what these say: they would never be finished.
    if (answer.status() === 304 || answer.request().method() !== 'GET') open.delete(answer.request())
  })
  page.on('request', (request) => {
    open.add(request)
    const { origin: of, protocol, pathname, search } = new URL(request.url())
    if (protocol === 'data:' || protocol === 'blob:') return
    if (of !== origin) foreign.push(request.url())
    else requests.push(`${request.method() === 'GET' ? '' : `${request.method()} `}${pathname}${search}`)
  })
  await page.addInitScript(() => {
    window.cspReports = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      window.cspReports?.push(`${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  return {
    errors,
    foreign,
    dialogs,
    requests,
    waiting: () => open.size,
    cspReports: () => page.evaluate(() => window.cspReports ?? []),
  }
}
