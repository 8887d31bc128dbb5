import type { VectorCases } from '../vector-message.ts'

/** What words mean and what neighbours say: by rule, what is masked first, then what looks like it and stays. */
export const NEIGHBOUR_CASES: VectorCases = {
  'gaps in a row': [
    '<*>', '<*> <*>', 'user <*> left', '1 2 3', '1 2 3 go', 'list 1, 2, 3 end', '[1] [2] up', '<*>x', '<* >', '<**>',
    '7<*>8 up',
  ],
  'repeated gaps': [
    '7 ok 8 ok 9 ok', 'a 1 ok 2 ok', 'x 1 y 2', '1 ok 2 bad 3 ok', '1 ok 2 OK', 'ok 1 ok 2', 'x ok 1 ok', '1 a b 2 a b',
    'node 1 up, 2 up, 3 up; all up',
  ],
  values: [
    'retry is true, last was null', 'TRUE story', 'None found', 'is NaN', 'Infinity reached',
    'undefined is not a function', 'nil pointer', '-Infinity left', 'cache: FALSE', 'true-ish', 'nulls first', 'untrue',
    'not_null column', 'NoneType',
  ],
  localhost: [
    'connect localhost failed', 'LOCALHOST is up', 'http://localhost:3000/ ready in 512 ms', 'localhosts file',
    'not-localhost ok',
  ],
  'yes and no': [
    'ready: yes', 'ready: No', 'debug:off, trace:on', 'ready: yes please', 'ready (yes)', 'yes', 'turned on',
    'open failed: No such file', 'yes: ready', 'ready = yes', 'online: offline',
  ],
  units: [
    'took 17 ms', 'took 17ms', 'took 1.5 Seconds', 'read 5 KB in 3 sec', 'sent 10 bytes/s', 'at 3 PM today',
    '20 µs late', 'for 2 days', '<*> ms', 'null ms', '5 min 3 s left', 'clock 2.4 GHz', 's is a letter', 'ms took',
    'took 17 msx', 'took 17 apples', '17 (ms) took', '20 μs late', '3 m deep',
  ],
  months: [
    'Nov 23 backup ran', 'due 23 Nov', 'due 23 NOVEMBER 2026', 'due Sept 3', 'may fail', 'May 5 passes', 'march on',
    'Mar /x', 'may x 5', 'decade 5', '5 may fail',
  ],
  weekdays: [
    'Mon Nov 23 10:00:00 2026 started', 'Mon 23 ran', 'Sunday, 23 Nov 2026 ran', 'next Sat 7', 'Mon Nov backup',
    'sun rises', 'Mon, off', 'Mon /x', 'month 5', 'Mon, 23 Nov 2026 10:00:00 GMT sent',
  ],
  'words in parentheses': [
    '5 (idle)', '(idle)', 'pid 17 (node) exited', 'stopped (idle)', '5 (not idle)', '5 (idle', '5 [idle] x',
    '5 (idle, busy)', '5 ( idle ) x', '5 (user) x', 'x (5) y',
  ],
  holders: [
    'invalid user admin', 'for user root from 10.0.0.1', 'by account bob, twice', 'session of login alice ended',
    'illegal host web-one', 'unknown hostname web', 'to USER root', 'for user "root"', 'from user root',
    'with user root', 'user root', 'for users root', 'for user', 'invalid userid admin', 'for the user root',
    'as user <*> now', 'for user: root in',
  ],
  'for and from': [
    'password accepted for alice from 10.0.0.1', 'key for alice from 10.0.0.1 port 22', 'for alice from <*>',
    'waiting for reply from server', 'for alice bob from 5', 'for 5 from 6', 'reply from 10.0.0.1', 'for alice From 5',
    'waits for reply from /tmp/x',
  ],
  'names after an error code': [
    'getaddrinfo ENOTFOUND db.internal', 'getaddrinfo EAI_AGAIN db', 'getaddrinfo enotfound db',
    'getaddrinfo ENOTFOUND', 'ENOTFOUNDX db', 'connect ECONNREFUSED db',
  ],
  'HTTP methods': [
    'Route GET:/x not found', 'dispatching POST /users', 'dispatching GET POST /users', 'got HEAD 200 back',
    'GET /users 200 3 ms', '[http] DELETE /users/17', '5 GET /users', 'dispatching TRACE /users', 'please get 5 apples',
    'Get /users', 'will Put 5 back', 'sent GET request', 'dispatching POST',
  ],
  'arrows at the start': [
    '<-- GET /users', '--> GET /users 200 5ms', '  \x1b[90m<--\x1b[39m \x1b[1mPOST\x1b[22m /x', '→ GET /users', '---> sent', '<--- got', '-->', 'a --> b',
    '-> GET /users', '<-- user 42 <-- 43', '<- x',
  ],
  'keys of JSON': [
    '{"level":30,"msg":"hello"}', '{"level":"info","msg":"started"}', '{ "a": { "b": true } }', '{"a b":"c d"}',
    '[{"id":1},{"id":2}]', '{"k":["x","y"]}', '{"a" :"b"}', '"key":"value"', 'x "key":"value"', "{'key':'value'}",
    '{key: value}',
  ],
  wordless: [
    'order.payment.completed', '"started"', "'user' 'left'", '5 order.payment.completed 6', '"true"', '"deadbeef" 5',
    '/only/a/path', 'a@b.c', 'true', 'order.payment.FAILED_ONCE', '"user"="x"', '"a.b" 5 "c-d"', 'https://example.com/',
    '`run` 5', '"5x"', '1.2.3', "'/a/b'", 'for "x" 5',
  ],
  'the first line': [
    'mail not sent\nError: socket hang up\n    at Socket.emit', 'mail not sent\r\ncaused by: timeout',
    'Error:\nmail not sent\nretrying', '\n\nmail not sent', '17 42\nmail not sent', 'one 1\ntwo 2\nthree 3', 'a b\n',
    'mail\rnot\rsent', 'mail not\u2028sent', 'k="a\nb" c\nd', 'say "x\ny" z\nw', 'error: x\n', 'one\n\ntwo\n\nthree',
  ],
  'directives are text here': ['user %s has %d%% of %j', '%o', '100%', '%5d items'],
}
