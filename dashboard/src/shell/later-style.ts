let coming: Promise<void> | undefined

/** Loads the style that the first screen does without, once. @throws Event it does not come; the next call asks again */
export function laterStyle(): Promise<void> {
  coming ??= new Promise<void>((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = document.querySelector<HTMLMetaElement>('meta[name=later-style]')!.content
    link.onload = () => resolve()
    link.onerror = (event) => {
      coming = undefined
      link.remove()
      reject(event)
    }
    document.head.append(link)
  })
  return coming
}
