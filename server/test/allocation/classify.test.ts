import { classify } from 'lipservice/allocation'
import { describe, expect, it } from 'vitest'

describe('the class of a pattern', () => {
  it.each([
    ['GET /healthz <*> ms', 'INFO', 'health_check'],
    ['kube-probe <*>', 'DEBUG', 'health_check'],
    ['user <*> logged in from <*>', 'INFO', 'security'],
    ['permission denied for <*>', 'WARNING', 'security'],
    ['role changed for <*>', 'INFO', 'audit'],
    ['order <*> paid in <*> ms', 'INFO', 'business'],
    ['cache miss for <*>', 'DEBUG', 'debug'],
    ['cache miss for <*>', 'INFO', 'unknown'],
    ['order <*> failed', 'ERROR', 'error'],
    // Words within words say nothing.
    ['author <*> reordered alive things, spinging', 'INFO', 'unknown'],
    // What protects comes first.
    ['login for checkout', 'INFO', 'security'],
  ])('of %j at %s is %s', (template, severity, expected) => {
    expect(classify(template, severity)).toBe(expected)
  })
})
