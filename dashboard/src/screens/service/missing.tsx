import type { JSX } from 'preact'
import { plainText } from '../../format/plain-text.js'
import { Empty } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import { serviceTexts as texts } from '../../texts/service.js'

/** No service of that name. */
export function Missing({ service }: { service: string }): JSX.Element {
  return (
    <Frame page="services" title={texts.notThere(plainText(service))}>
      <section class="card">
        <Empty>
          <p>{texts.notThereWhy}</p>
          <p>
            <a href="/services">{texts.toAll}</a>
          </p>
        </Empty>
      </section>
    </Frame>
  )
}
