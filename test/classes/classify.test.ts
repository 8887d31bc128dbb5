import { describe, expect, it } from 'vitest'
import { classify } from '../../src/classes/classify.js'

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
    ['login failed during checkout', 'INFO', 'security'],
    // A name is its words.
    ['user.login.failed', 'WARNING', 'security'],
    ['ORDER_PAID', 'INFO', 'business'],
    ['roleGranted', 'INFO', 'audit'],
    // Who the logger says that it is.
    ['[audit] <*> did <*>', 'INFO', 'audit'],
    // A probe that found trouble, and one that is set up, are no routine.
    ['health check failed', 'INFO', 'unknown'],
    ['health check server listening on <*>', 'INFO', 'unknown'],
    ['GET /healthz 503 <*> ms', 'INFO', 'unknown'],
    // A detail that is going on is a detail.
    ['processing payment <*>', 'INFO', 'business'],
    ['processing payment <*>', 'DEBUG', 'debug'],
  ])('of %j at %s is %s', (template, severity, expected) => {
    expect(classify(template, severity)).toBe(expected)
  })

  it.each([
    'search for password reset tips',
    'search query: account deleted by admin',
    'Searching for: unauthorized access denied',
    'user agent <*> login failed for admin',
    'comment from <*>: user suspended, payment refunded',
    'title set to Invalid signature',
    'loading password reset page',
    'rendering access denied template',
    'payment worker started',
    'auth module loaded',
    'no permission rules configured',
    'dry run: would delete user <*>',
    'out of order event dropped',
    'removed user <*> from session <*>',
    'subscribed to <*>',
    'worker <*> promoted to leader',
    'rate limited by upstream, backing off',
    'SELECT <*> FROM orders WHERE paid = <*>',
    'GET /login <*> <*> ms',
  ])('says nothing of %j, which only speaks of things', (template) => {
    expect(classify(template, 'INFO')).toBe('unknown')
  })
})
