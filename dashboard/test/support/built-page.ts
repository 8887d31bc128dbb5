import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Page, readPage } from '../../../server/src/page/page-files.js'

/** Where the build leaves the page. */
export const PAGE_FOLDER = join(fileURLToPath(new URL('../../..', import.meta.url)), 'server/dist/dashboard')

/** Returns the page as it was built. @throws unless it was */
export function builtPage(): Page {
  const page = readPage(PAGE_FOLDER)
  if (page === undefined) throw new Error(`there is no page in ${PAGE_FOLDER}: run npm run build`)
  return page
}
