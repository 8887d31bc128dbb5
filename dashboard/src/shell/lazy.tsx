import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../api/client.js'
import { Button } from '../parts/button.js'
import { Empty, Skeleton } from '../parts/states.js'
import { outdated } from '../state/outdated.js'
import { failures } from '../texts/failures.js'
import { shell } from '../texts/shell.js'
import { Frame } from './frame.js'
import { laterStyle } from './later-style.js'
import { partOfPage } from './part-of-page.js'

/** What a path names. */
export type Params = Readonly<Record<string, string>>
export type Screen = ComponentType<{ params: Params }>

/** Returns a screen whose code and style come when it is gone to; once they are there they stay. */
export const lazy = (load: () => Promise<Screen>): Screen =>
  later(load, 480, (said) => (
    <Frame page={undefined} title={shell.name} heading="">
      {said}
    </Frame>
  ))

/** Returns a part of a screen whose code comes when it is shown. @param height of the room that is kept meanwhile, pixels */
export const lazyPart = <P extends object>(load: () => Promise<ComponentType<P>>, height: number): ComponentType<P> =>
  later(load, height, (said) => said)

function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  height: number,
  around: (said: JSX.Element) => JSX.Element,
): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined
  return function Lazy(props: P): JSX.Element {
    const [, drawAgain] = useState(0)
    const [problem, setProblem] = useState<ApiProblem | undefined>(undefined)
    const ask = (): void => {
      setProblem(undefined)
      partOfPage(() => Promise.all([load(), laterStyle()])).then(
        ([part]) => {
          Loaded = part
          drawAgain((n) => n + 1)
        },
        (problem: ApiProblem) => setProblem(problem),
      )
    }
    useEffect(() => {
      if (Loaded === undefined) ask()
    }, [])
    if (Loaded !== undefined) return <Loaded {...props} />
    if (problem === undefined) return around(<Skeleton height={height} />)
    return around(
      <Empty>
        <p>
          {shell.broken}: {problem.message}
        </p>
        {!outdated.value && (
          <Button look="small" onClick={ask}>
            {failures.retry}
          </Button>
        )}
      </Empty>,
    )
  }
}
