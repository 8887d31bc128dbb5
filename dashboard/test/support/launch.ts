import { type Browser, chromium } from 'playwright-core'

/** @param path of Chromium */
export function launch(path: string): Promise<Browser> {
  // Chromium refuses its sandbox to root.
  return chromium.launch({ executablePath: path, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}
