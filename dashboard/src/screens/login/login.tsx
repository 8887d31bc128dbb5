import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiProblem } from '../../api/client.js'
import { Button } from '../../parts/button.js'
import { Logo } from '../../parts/logo.js'
import { logIn } from '../../state/session.js'
import { go, path } from '../../state/url.js'
import { failures } from '../../texts/failures.js'
import { login } from '../../texts/login.js'
import { shell } from '../../texts/shell.js'

/** The code of a one-time link stands behind `#`: it is in no request's address and no log. */
function takeCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get('code') ?? undefined
  if (code !== undefined) history.replaceState(null, '', location.pathname + location.search)
  return code
}

export function Login(): JSX.Element | null {
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)

  async function enter(proof: Parameters<typeof logIn>[0]): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    try {
      await logIn(proof)
      if (path.peek() === '/login') go('/', { replace: true })
    } catch (error) {
      const refusedLink = 'code' in proof && error instanceof ApiProblem && error.status === 401
      setProblem(refusedLink ? login.linkOver : failures.sentence((error as Error).message))
    }
    setBusy(false)
  }
  useEffect(() => {
    document.title = `${login.title} · ${shell.name}`
    const code = takeCode()
    if (code !== undefined) void enter({ code })
  }, [])

  function submit(event: Event): void {
    event.preventDefault()
    const key = new FormData(event.currentTarget as HTMLFormElement).get('key')
    if (typeof key === 'string' && !busy) void enter({ key: key.trim() })
  }

  return (
    <main id="main" class="login" tabIndex={-1}>
      <form class="card" onSubmit={submit}>
        <div class="brand">
          <Logo />
          <span>{shell.name}</span>
        </div>
        <h1>{login.title}</h1>
        <label class="f">
          {login.key}
          <input
            name="key"
            type="password"
            required
            autocomplete="off"
            placeholder={login.keyHint}
            spellcheck={false}
          />
        </label>
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <Button type="submit" look="primary" disabled={busy}>
          {login.verb}
        </Button>
        <p class="dim">{login.how}</p>
        <p class="dim">
          {login.link} <code class="mono">{login.command}</code>
        </p>
      </form>
    </main>
  )
}
