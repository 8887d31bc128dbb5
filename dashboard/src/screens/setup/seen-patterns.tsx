import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { answerOf, api } from '../../api/client.js'
import { bytes, count, plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Dot } from '../../parts/marks.js'
import { Template } from '../../parts/template.js'
import { useResource } from '../../state/resource.js'
import type { Service } from '../../state/services.js'
import { setupTexts as texts } from '../../texts/setup.js'

const SHOWN = 8

/** What a service has logged so far: its patterns as they come. */
export function SeenPatterns({ name, service }: { name: string; service: Service | undefined }): JSX.Element {
  const seen = service?.seen ?? 0
  const query = { service: name, sort: 'bytes', limit: SHOWN } as const
  const patterns = useResource(`setup patterns ${name}`, (signal) =>
    answerOf(api.GET('/api/v1/patterns', { params: { query }, signal })),
  )
  // Not only when the pulse says so: that is once in a minute.
  useEffect(() => void patterns.reload(), [seen])
  const found = patterns.data.value
  return (
    <section>
      <h2>
        <Dot tone="good" /> {texts.here(plainText(name))}
      </h2>
      {service && (
        <p class="dim num" role="status">
          {texts.seen(plural(service.seen, 'record'), bytes(service.bytes), plural(service.patterns, 'pattern'))}
        </p>
      )}
      {found === undefined || found.patterns.length === 0 ? (
        <p class="dim">{texts.reports}</p>
      ) : (
        <table class="t">
          <caption class="sr">{texts.patterns}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.pattern}</th>
              <th scope="col" class="r">
                {texts.logged}
              </th>
              <th scope="col" class="r">
                {texts.bytes}
              </th>
              <th scope="col" class="hide-s">
                {texts.class}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.patterns.map((pattern) => (
              <tr key={`${pattern.signature} ${pattern.check}`}>
                <td>
                  <Template text={pattern.template} lines="two" />
                </td>
                <td class="r">{count(pattern.seen)}</td>
                <td class="r">{bytes(pattern.bytes)}</td>
                <td class="hide-s">
                  <span class={`cls ${pattern.class}`}>{texts.classes[pattern.class]}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found !== undefined && found.total > SHOWN && (
        <p class="dimmer">{texts.morePatterns(count(found.total - SHOWN))}</p>
      )}
    </section>
  )
}
