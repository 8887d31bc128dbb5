import type { HttpTransport, TransportRequest, TransportResponse } from './http-transport.js'

/**
 * Creates a transport that sends by `first` until `use` names another; requests under way end where they began, and then `first` is closed.
 */
export function createRelay(first: HttpTransport): { transport: HttpTransport; use(next: HttpTransport): void } {
  let current = first
  let underWay = 0
  let closed = false

  async function byFirst(request: TransportRequest): Promise<TransportResponse> {
    underWay++
    try {
      return await first.request(request)
    } finally {
      underWay--
      if (current !== first && underWay === 0) end(first)
    }
  }

  return {
    transport: {
      request: (request) => (current === first ? byFirst(request) : current.request(request)),
      async close() {
        closed = true
        await Promise.all([first.close(), current === first ? undefined : current.close()])
      },
    },
    use(next) {
      if (!closed) current = next
      if (closed) end(next)
      else if (underWay === 0) end(first)
    },
  }
}

function end(transport: HttpTransport): void {
  transport.close().catch(() => {})
}
