import { signal } from '@preact/signals'

/** Whether the server has another page by now: parts of this one, that have not come yet, are gone there. */
export const outdated = signal(false)

/** Asks whether it has. @returns whether the server answers */
export async function askWhetherOutdated(): Promise<boolean> {
  try {
    const answer = await fetch('/', { headers: { accept: 'text/html' }, cache: 'no-store', credentials: 'same-origin' })
    if (!answer.ok || !answer.headers.get('content-type')?.startsWith('text/html')) return false
    const page = await answer.text()
    const { src } = document.querySelector<HTMLScriptElement>('script[type=module]')!
    outdated.value = !page.includes(new URL(src).pathname)
    return true
  } catch {
    return false
  }
}
