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
export function lazy(load: () => Promise<Screen>): Screen {
  let Loaded: Screen | undefined
  return function Lazy({ params }: { params: Params }): JSX.Element {
    const [, drawAgain] = useState(0)
    const [problem, setProblem] = useState<ApiProblem | undefined>(undefined)
    const ask = (): void => {
      setProblem(undefined)
      partOfPage(() => Promise.all([load(), laterStyle()])).then(
        ([screen]) => {
          Loaded = screen
          drawAgain((n) => n + 1)
        },
        (problem: ApiProblem) => setProblem(problem),
      )
    }
    useEffect(() => {
      if (Loaded === undefined) ask()
    }, [])
    if (Loaded !== undefined) return <Loaded params={params} />
    return (
      <Frame page={undefined} title={shell.name} heading="">
        {problem === undefined ? (
          <Skeleton height={480} />
        ) : (
          <Empty>
            <p>
              {shell.broken}: {problem.message}
            </p>
            {!outdated.value && (
              <Button look="small" onClick={ask}>
                {failures.retry}
              </Button>
            )}
          </Empty>
        )}
      </Frame>
    )
  }
}
