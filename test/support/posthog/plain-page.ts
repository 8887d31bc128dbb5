import vm from 'node:vm'

/** An element that can do what a canvas of ours needs, and nothing that makes markup of a text: that throws. */
export class PlainElement {
  readonly tag: string
  className = ''
  readonly style: Record<string, string> = {}
  readonly attributes = new Map<string, string>()
  readonly listeners: (() => void)[] = []
  children: (PlainElement | string)[] = []

  constructor(tag: string) {
    this.tag = tag
    Object.preventExtensions(this)
  }

  set textContent(text: unknown) {
    this.children = [String(text)]
  }

  append(child: PlainElement): void {
    if (!(child instanceof PlainElement)) throw new TypeError('no element')
    this.children.push(child)
  }

  replaceChildren(): void {
    this.children = []
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value)
  }

  addEventListener(name: string, listener: () => void): void {
    if (name === 'click') this.listeners.push(listener)
  }

  click(): void {
    for (const listener of this.listeners) listener()
  }

  /** All within, itself first. */
  all(tag?: string): PlainElement[] {
    const within = this.children.flatMap((child) => (typeof child === 'string' ? [] : child.all()))
    return [this, ...within].filter((one) => tag === undefined || one.tag === tag)
  }

  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join(' ')
  }
}

/** Runs the script of a page as a browser would run a module: strictly, with these globals and no others. */
export function runOnPage(script: string, globals: Readonly<Record<string, unknown>>): PlainElement {
  const root = new PlainElement('main')
  const document = { createElement: (tag: string) => new PlainElement(tag), getElementById: () => root }
  vm.runInNewContext(`'use strict';\n${script}`, { document, ...globals })
  return root
}
