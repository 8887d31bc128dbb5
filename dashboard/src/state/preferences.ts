import { effect, signal } from '@preact/signals'

/** What a person chose on this machine. Never anything of the server's: no key, no answer. */
type Theme = 'system' | 'light' | 'dark'

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
const write = (name: string, value: string): void => {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Without storage it holds until the page is left.
  }
}

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
const stored = read('theme')

export const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system')
/** `UTC` or the zone of the browser. */
export const zone = signal(read('zone') === 'UTC' ? 'UTC' : ownZone)
/** Whether single keys do something (WCAG 2.1.4). */
export const singleKeys = signal(read('keys') !== 'off')

export const toggleZone = (): void => {
  zone.value = zone.peek() === 'UTC' ? ownZone : 'UTC'
  write('zone', zone.peek())
}
export const setTheme = (next: Theme): void => {
  theme.value = next
  write('theme', next)
}
export const toggleTheme = (): void => {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  setTheme((theme.peek() === 'system' ? system : theme.peek()) === 'dark' ? 'light' : 'dark')
}
export const setSingleKeys = (on: boolean): void => {
  singleKeys.value = on
  write('keys', on ? 'on' : 'off')
}

export function startTheme(): void {
  effect(() => {
    const { dataset } = document.documentElement
    if (theme.value === 'system') delete dataset.theme
    else dataset.theme = theme.value
  })
}
