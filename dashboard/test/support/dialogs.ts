import { expect } from 'vitest'
import type { Tab } from './tab.js'

/** Fills the dialog that is open, with a reason unless there is none to give, and sends it. */
export async function submitDialog(
  { page }: Tab,
  verb: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const dialog = page.locator('dialog[open]')
  for (const [name, value] of Object.entries(fields)) {
    const field = dialog.locator(`[name=${name}]`)
    if ((await field.evaluate((one) => one.localName)) === 'select') await field.selectOption(value)
    else await field.fill(value)
  }
  await dialog.getByRole('button', { name: verb, exact: true }).click()
}

/** Waits for what is said after a change. */
export async function expectToast({ page }: Tab, text: string | RegExp): Promise<void> {
  await page.locator('#toasts .toast', { hasText: text }).first().waitFor()
}

/** Waits until something is as it should be: what is shown follows what was asked. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  await expect.poll(() => check().then(() => 'so'), { timeout: 10_000, interval: 50 }).toBe('so')
}
