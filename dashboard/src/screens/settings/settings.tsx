import type { ComponentType, JSX } from 'preact'
import { ButtonLink } from '../../parts/button.js'
import { Empty } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { lazyPart, type Params } from '../../shell/lazy.js'
import { settingsTexts as texts } from '../../texts/settings.js'
import { shell } from '../../texts/shell.js'
import { Budgets } from './budgets.js'
import { Display } from './display.js'
import { Keys } from './keys.js'
import { Price } from './price.js'
import { WebhookTab } from './webhook.js'

const model = lazyPart(async () => (await import('./model.js')).ModelTab, 320)
const postHog = lazyPart(async () => (await import('./posthog.js')).PostHogTab, 320)

type Tab = keyof typeof texts.tabs
const TABS: readonly (readonly [Tab, ComponentType])[] = [
  ['budgets', Budgets],
  ['keys', Keys],
  ['webhook', WebhookTab],
  ['posthog', postHog],
  ['model', model],
  ['price', Price],
  ['display', Display],
]

/** Budgets, keys, the webhook, PostHog, the language model, what the server was started with, and how the page looks here. */
export function Settings({ params }: { params: Params }): JSX.Element {
  const chosen = params['tab'] ?? 'budgets'
  const [tab, Content] = TABS.find(([key]) => key === chosen) ?? []
  return (
    <Frame
      page="settings"
      title={tab === undefined ? shell.pages.settings : texts.tabs[tab]}
      heading={shell.pages.settings}
      tools={
        <ButtonLink href="/setup" icon="plus">
          {texts.setUp}
        </ButtonLink>
      }
    >
      <nav class="tabs" aria-label={texts.tabList}>
        {TABS.map(([key]) => (
          <a key={key} href={`/settings/${key}`} aria-current={key === tab ? 'page' : undefined}>
            {texts.tabs[key]}
          </a>
        ))}
      </nav>
      {Content === undefined ? <Empty>{shell.notFoundWhy}</Empty> : <Content />}
    </Frame>
  )
}
