import type { JSX } from 'preact'
import { plainText } from '../format/plain-text.js'
import { Template } from './template.js'

interface Named {
  readonly signature: string
  readonly check: string | null
  readonly template: string
}

/** A signature as it stands in the server's sentences, with the check behind it where there is one. */
const PATTERN = /\b([0-9a-f]{16}(?: [0-9a-f]{16})?)\b/

/** A sentence of the server's or a person's; patterns that it names are shown as their templates. */
export function ReasonText({ text, templates = [] }: { text: string; templates?: readonly Named[] }): JSX.Element {
  return (
    <bdi>
      {text.split(PATTERN).map((part, i) => {
        const found = i % 2 === 1 ? templateOf(part, templates) : undefined
        return found === undefined ? plainText(part) : <Template key={i} text={found} />
      })}
    </bdi>
  )
}

function templateOf(name: string, templates: readonly Named[]): string | undefined {
  const [signature, check] = name.split(' ')
  const own = templates.filter((one) => one.signature === signature)
  return (own.find((one) => one.check === check) ?? own[0])?.template
}
