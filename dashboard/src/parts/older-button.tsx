import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ApiProblem } from '../api/client.js'
import { failures } from '../texts/failures.js'
import { Button } from './button.js'
import { toast } from './toast.js'

interface OlderButtonProps {
  readonly label: string
  /** @throws ApiProblem */
  readonly more: () => Promise<void>
}

/** Asks for what came before. */
export function OlderButton({ label, more }: OlderButtonProps): JSX.Element {
  const [busy, setBusy] = useState(false)
  async function ask(): Promise<void> {
    setBusy(true)
    await more().catch((error: unknown) => {
      toast(failures.sentence(error instanceof ApiProblem ? error.message : failures.noAnswer))
    })
    setBusy(false)
  }
  return (
    <Button look="small" disabled={busy} onClick={() => void ask()}>
      {label}
    </Button>
  )
}
