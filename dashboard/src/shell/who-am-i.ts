import { plainText } from '../format/plain-text.js'
import { settings } from '../state/session.js'
import { shell } from '../texts/shell.js'

/** Who is logged in and as what. */
export function whoAmI(): { readonly name: string; readonly role: string } {
  const { key_name, scopes = [] } = settings.value ?? {}
  const role = (['admin', 'operate', 'read'] as const).find((one) => scopes.includes(one)) ?? 'read'
  return { name: plainText(key_name ?? shell.token), role: shell.roles[role] }
}
