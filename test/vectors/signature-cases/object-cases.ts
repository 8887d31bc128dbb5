import type { VectorCases } from '../vector-message.ts'

/** What stands in braces, brackets and quotes: by rule, what is masked or speaks first, then what looks like it and does not. */
export const OBJECT_CASES: VectorCases = {
  'an object alone says what its message says': [
    '{"event":"order_created","id":1}', '{"event":"order_cancelled","id":1}', '{"type":"job","id":1,"message":"done in 5 ms"}',
    '{"ttl":5,"msg":"cache miss"}', '{"message":"two\\nlines"}', '{"message":"","event":"quiet"}', '{"MSG":"loud"}',
    "{ event: 'order_created', id: 1 }", '{\n  "msg": "on lines",\n  "a": 1\n}', '{"error":{"message":"no route","code":5}}',
    '2026-11-23T10:00:00Z {"msg":"with a time"}', '{"msg":"cut in the mid', '{"msg":17}', '{"action":"retry","type":"http"}',
    '{"message":"user \\"ann\\" left"}', '{"message":"{\\"msg\\":\\"inner\\"}"}',
  ],
  'an object without a message says its keys': [
    '{"user":1,"cart":{"c":2}}', '{"cart":{"c":2},"user":1}', '{ b: 1, a: [ 2 ] }', '{"a b":1,"c-d":2}', '{"9":1}', '{"x":{"y":{"z":1}}}',
  ],
  'objects and lists behind words': [
    "user logged in { userId: 7, plan: 'pro' }", 'user logged in {}', 'ids [] removed', 'ids [ ] removed', 'ids [4] removed',
    'tags [red, "light blue"] set', 'tags [red blue] set', 'Mapped {/users, GET} route', 'Mapped {/, GET} route',
    'Intent { act=MAIN flg=0x1 }', 'state={busy}', 'state={ busy }', '[Nest] started [main]', '[worker 1, main] started',
    'Unexpected token { in JSON', 'Unexpected token ] in JSON', 'got [{"a":1},{"b":2}] back', 'cut in {"a":"b', 'x {y} z', '{y} z',
    'made [Object: null prototype] { a: 1 }', 'call f(x) => {}', 'args () given', 'args (1, 2) given', 'mail from <> refused',
    'mail from <a@b.c> refused', 'List<> made', 'in x [y msg="a {b} c"]',
  ],
  'texts in quotes': [
    'playlist "Road trip" saved', "open '/a/b c.txt' failed", "rename '/a b' -> '/c d' failed", 'failed: "The request timed out."',
    'failed: "The end."', '"the whole message is quoted"', '"quoted" at first', 'said "GET /a b HTTP/1.1" 200', "the users' file isn't here",
    "rock 'n' roll", 'one "open only', 'a 5" disk and a 3" disk', 'said "a \\"b\\" c" again', 'say ""', 'say "" twice', "name '' invalid",
    'x "a\nb" y',
  ],
  'keys that say what happened': [
    'level=info msg="cache warmed" ms=7', 'level=info msg="cache cold" ms=7', 'event=order_created id=7', 'event= id=7', 'type=job state=ok',
    'message=hello', 'user= age=5', 'msg: hello there', 'msgs="a b"',
  ],
}
