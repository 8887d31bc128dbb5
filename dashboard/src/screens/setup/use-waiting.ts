import { useEffect, useRef, useState } from 'preact/hooks'
import { after } from '../../internal/clock.js'
import { type Key, useKeys } from '../../state/keys.js'
import { serverNow } from '../../state/pulse.js'
import { type Service, useServices } from '../../state/services.js'

const EVERY_MS = 2_000
/** Polls of services to one of keys. */
const KEYS_EVERY = 5

export interface Waiting {
  /** Since it began, seconds. */
  readonly seconds: number
  /** The service, once it has reported. */
  readonly service: Service | undefined
  /** It had reported before: another app or instance of it is set up. */
  readonly wasThere: boolean
  /** Services of other names that are new since then. */
  readonly others: readonly string[]
  /** The key that was made here. */
  readonly key: Key | undefined
}

/** Asks every two seconds whether a service has reported, as long as it is waited for. */
export function useWaiting(name: string, keyId: string | undefined, isOn: boolean): Waiting {
  const services = useServices()
  const keys = useKeys()
  const [ticks, setTicks] = useState(0)
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  const since = useRef<number | undefined>(undefined)
  const list = services.data.value?.services
  if (isOn && list !== undefined && since.current === undefined) {
    since.current = serverNow()
    known.current = new Set(list.map((one) => one.name))
  }
  useEffect(() => {
    if (!isOn) return
    return after(EVERY_MS, () => {
      if (!document.hidden) void services.reload()
      if (keyId !== undefined && ticks % KEYS_EVERY === 0 && !document.hidden) void keys.reload()
      setTicks(ticks + 1)
    })
  }, [isOn, ticks, keyId])
  const began = since.current ?? serverNow()
  const service = list?.find((one) => one.name === name)
  return {
    seconds: serverNow() - began,
    service,
    wasThere: known.current?.has(name) === true,
    others: (list ?? []).map((one) => one.name).filter((one) => one !== name && known.current?.has(one) === false),
    key: keys.data.value?.keys.find(({ id }) => id === keyId),
  }
}
