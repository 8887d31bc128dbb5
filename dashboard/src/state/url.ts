import { computed, signal } from '@preact/signals'

/** All state that a link should carry stands in the address: `path` and `query` are what screens are drawn from. */
const address = signal(new URL(location.href))

export const path = computed(() => address.value.pathname)
export const query = computed(() => address.value.searchParams)
/** The path with its query, as in a link. */
export const here = computed(() => address.value.pathname + address.value.search)

let moves = 0
/** Whether another screen was gone to since the page came. */
export const hasMoved = (): boolean => moves > 0

function show(target: URL): void {
  if (target.pathname !== address.peek().pathname) moves++
  address.value = target
}

/** Goes to a path of this page. `replace` leaves no step in the history. */
export function go(href: string, { replace = false } = {}): void {
  const target = new URL(href, location.href)
  if (target.origin !== location.origin) return
  if (target.href !== location.href) history[replace ? 'replaceState' : 'pushState'](null, '', target)
  const sameScreen = target.pathname === address.peek().pathname
  show(target)
  if (!sameScreen) scrollTo(0, 0)
}

/** Returns the address here with other parameters; `undefined` or an empty text takes one away. */
function hrefWith(changes: Readonly<Record<string, string | undefined>>): string {
  const target = new URL(address.value)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') target.searchParams.delete(name)
    else target.searchParams.set(name, value)
  }
  return target.pathname + target.search
}

/** Changes parameters of the address, by itself without a step in the history. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>, { push = false } = {}): void {
  go(hrefWith(changes), { replace: !push })
}

/** Follows links of this page and the back button. */
export function startRouting(): void {
  addEventListener('popstate', () => {
    show(new URL(location.href))
  })
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = (event.target as Element).closest?.('a')
    if (!link?.href || link.target !== '' || link.hasAttribute('download')) return
    const target = new URL(link.href)
    if (target.origin !== location.origin || target.pathname.startsWith('/api/') || target.hash !== '') return
    event.preventDefault()
    go(target.pathname + target.search)
  })
}
