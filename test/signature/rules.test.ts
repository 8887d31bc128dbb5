import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/signature/signature.js'

/** Message and template, by the rule of the signature's definition that it shows. */
const RULES: Record<string, [message: string, template: string][]> = {
  'tokens are words, continued over joiners': [
    ['worker ready', 'worker ready'],
    ['cache-miss in pre_fetch', 'cache-miss in pre_fetch'],
    ['Größe geändert', 'Größe geändert'],
    ['  spaced\tout\n', 'spaced out'],
    ['done.', 'done'],
    ['[main] started!', 'main started'],
  ],
  'whatever has a digit varies': [
    ['user 42 logged in', 'user <*> logged in'],
    ['job a1b2 took 17', 'job <*> took <*>'],
    ['id 0af76519-16cd-43dd-8448-eb211c80319c gone', 'id <*> gone'],
    ['listening on 10.0.0.1:8080', 'listening on <*>'],
    ['v1.2.3 released on 2026-11-23T10:00:00Z', '<*> released on <*>'],
    ['retry 1 of 5', 'retry <*> of <*>'],
  ],
  'runs of gaps collapse, and repeated gaps too': [
    ['1 2 3 go', '<*> go'],
    ['7 ok 8 ok 9 ok', '<*> ok'],
    ['x 1 y 2', 'x <*> y <*>'],
  ],
  'a colon ends a word': [
    ['ret:false', 'ret <*>'],
    ['host localhost:5432 down', 'host <*> down'],
    ['db.example.com:5432 down', '<*> down'],
    ['example.com:443 up', '<*> up'],
    ['mac aa:bb:cc:dd:ee:ff joined', 'mac <*> joined'],
    ['open C:\\Users\\me\\file.txt failed', 'open <*> failed'],
    ['GET https://example.com/a?b=c done', 'GET <*> done'],
  ],
  'a sign before a digit ends a word': [
    ['block+12 read', 'block <*> read'],
    ['issue#7 closed', 'issue <*> closed'],
  ],
  'paths vary': [
    ['GET /items/list 200', 'GET <*>'],
    ['GET / 200', 'GET <*>'],
    ['cannot open /var/log/app?x=1', 'cannot open <*>'],
    ['loaded src/app/main.ts', 'loaded <*>'],
    ['true and/or false', '<*> and/or <*>'],
  ],
  'dotted names and addresses vary': [
    ['resolved a.b.example', 'resolved <*>'],
    ['mail to jane.doe@example.org sent', 'mail to <*> sent'],
    ['file main.ts changed', 'file <*> changed'],
    ['main.ts changed', 'main.ts changed'],
    ['Cannot return null for non-nullable field User.email.', 'Cannot return <*> for non-nullable field <*>'],
    ['intent android.intent.action.SCREEN_ON', 'intent android.intent.action.SCREEN_ON'],
  ],
  'ids vary': [
    ['job repeat:9d6c:1700 lost', 'job <*> lost'],
    ['event order:created:17 seen', 'event order created <*> seen'],
    ['role arn:aws:iam::123:role/x denied', 'role <*> denied'],
    ['socket tNNgVqKLfgPAxZAAAD left', 'socket <*> left'],
    ['handler readAsDataURL called', 'handler readAsDataURL called'],
    ['key sk_live_****aBcD refused', 'key sk_live_ <*> refused'],
    ['added lodash@4.17.21 and @acme/tools', 'added <*> and <*>'],
    ['type application/json refused', 'type <*> refused'],
  ],
  'hex words vary': [
    ['commit deadbeef pushed', 'commit <*> pushed'],
    ['facade built', 'facade built'],
  ],
  'values vary': [
    ['retry is true, last was null', 'retry is <*> last was <*>'],
    ['ready: yes', 'ready <*>'],
    ['turned on', 'turned on'],
    ['open failed: No such file', 'open failed No such file'],
  ],
  'units join their number': [
    ['took 17 ms', 'took <*>'],
    ['read 5 KB in 3 sec', 'read <*> in <*>'],
    ['s is a letter', 's is a letter'],
  ],
  'dates vary': [
    ['Mon Nov 23 backup ran', '<*> backup ran'],
    ['due 23 Nov', 'due <*>'],
    ['may fail', 'may fail'],
    ['lief am 3. März 2025 durch', 'lief am <*> durch'],
    ['cita el 3 de agosto de 2025 ok', 'cita el <*> de <*> ok'],
    ['at Tue Nov 26 2024 10:00:00 GMT+0000 (Coordinated Universal Time) run', 'at <*> run'],
    ['next run 10:00 UTC', 'next run <*>'],
    ['zone Europe/Berlin set', 'zone <*> set'],
  ],
  'the value of a key varies': [
    ['method=GET path=/a status=ok', 'method <*> path <*> status <*>'],
    ['name="Jane Doe" age=7', 'name <*> age <*>'],
    ['a == b', 'a b'],
    ['x => y', 'x y'],
    ['state={busy}', 'state <*>'],
    ['user= age=5', 'user <*> age <*>'],
    ['level=info msg="cache warmed" ms=7', 'level <*> msg cache warmed ms <*>'],
    ['event=order_created id=7', 'event order_created id <*>'],
  ],
  'quoted words vary': [
    ["unknown column 'price'", 'unknown column <*>'],
    ['cannot find module "lodash"', 'cannot find module <*>'],
    ['said "hello to 5 people"', 'said <*>'],
    ['playlist "Road trip" saved', 'playlist <*> saved'],
    ["open '/a/b c.txt' failed", 'open <*> failed'],
    ['failed: "The request timed out."', 'failed The request timed out'],
    ['"the whole message is quoted"', 'the whole message is quoted'],
    ['said "GET /a HTTP/1.1" 200', 'said <*>'],
    ["don't worry", 'don t worry'],
  ],
  'an object alone speaks by its message, else by its keys': [
    ['{"level":"info","msg":"started"}', 'started'],
    ['{"event":"order_created","id":1}', 'order_created'],
    ['{"type":"job","id":1,"message":"done in 5 ms"}', 'done in <*> job'],
    ['{"user":1,"cart":{"c":2}}', 'cart <*> user <*>'],
    ["{ event: 'order_created', id: 1 }", 'order_created'],
    ['2024-11-26T10:00:00Z {"msg":"started"}', '<*> started'],
    ['{"error":{"message":"no route","code":5}}', 'no route'],
  ],
  'objects, lists and blocks behind a text are values': [
    ["user logged in { userId: 7, plan: 'pro' }", 'user logged in <*>'],
    ['params {} given', 'params <*> given'],
    ['ids [] removed', 'ids <*> removed'],
    ['tags [red, "light blue"] set', 'tags <*> set'],
    ['Mapped {/users, GET} route', 'Mapped <*> route'],
    ['Intent { act=MAIN flg=0x1 }', 'Intent act <*> flg <*>'],
    ['[Nest] started [main]', 'Nest started main'],
    ['Unexpected token { in JSON', 'Unexpected token in JSON'],
  ],
  'a word in parentheses joins the gap before': [
    ['pid 17 (node) exited', 'pid <*> exited'],
    ['stopped (idle)', 'stopped idle'],
  ],
  'what parentheses say about a value joins it': [
    ['answered 404 (Not Found) again', 'answered <*> again'],
    ['in the "/users" (GET) route', 'in the <*> route'],
    ['Key (email)=(ann lee) exists', 'Key email <*> exists'],
    ['Executing (default): COMMIT', 'Executing <*> COMMIT'],
  ],
  'names after their holder vary': [
    ['invalid user root from 10.0.0.1', 'invalid user <*> from <*>'],
    ['password accepted for alice from 10.0.0.1', 'password accepted for <*> from <*>'],
    ['waiting for reply from server', 'waiting for reply from server'],
  ],
  'without a literal the words of names speak': [
    ['order.payment.completed', 'order payment completed'],
    ['"started"', 'started'],
    ['42', '<*>'],
    ['/only/a/path', '<*>'],
    ['', ''],
    ['!?', ''],
  ],
  'the first line says what happened': [
    ['mail not sent\nError: socket hang up\n    at Socket.emit', 'mail not sent'],
    ['mail not sent\r\ncaused by: timeout', 'mail not sent'],
    ['Error:\nmail not sent\nretrying', 'Error mail not sent'],
    ['\n\nmail not sent', 'mail not sent'],
    ['17 42\nmail not sent', '<*> mail not sent'],
    ['Invalid `a.b()` invocation:\n\n\nUnique constraint failed', 'Invalid <*> invocation Unique constraint failed'],
    ['Invalid call in\n/app/a.ts:1:2\n\n→ 1 await\nNot found', 'Invalid call in <*> Not found'],
  ],
  'hosts and clients': [
    ['host localhost:5432 down', 'host <*> down'],
    ['getaddrinfo ENOTFOUND db.internal', 'getaddrinfo ENOTFOUND <*>'],
    ['getaddrinfo EAI_AGAIN db', 'getaddrinfo EAI_AGAIN <*>'],
    ['peer ::ffff:127.0.0.1 left', 'peer <*> left'],
    ['served "Mozilla/5.0 (X11; Linux x86_64)" again', 'served <*> again'],
    ['served "curl/8.5.0" again', 'served <*> again'],
  ],
  'quotes, digits, spaces and signs of other scripts': [
    ['user “ann” left', 'user <*> left'],
    ['fichier « a b » introuvable', 'fichier <*> introuvable'],
    ['ユーザー「田中」がログイン', 'ユーザー <*> がログイン'],
    ['تم إنشاء الطلب رقم ١٢٣', 'تم إنشاء الطلب رقم <*>'],
    ['処理件数：１２３件', '処理件数 <*> 件'],
    ['delta −1\u00a0234 rows', 'delta <*> rows'],
    ['Gro\u0308\u00dfe ok', 'Gr\u00f6\u00dfe ok'],
    ['paid 12,50 € or €9', 'paid <*> or <*>'],
  ],
  'writing without spaces': [
    ['注文42件を処理しました', '注文 <*> 件を処理しました'],
    ['ユーザーがログインしました', 'ユーザーがログインしました'],
    ['10:30頃に完了', '<*> 頃に完了'],
    ['Grüße5 an alle', '<*> an alle'],
  ],
  'addresses without digits': [
    ['peer fdab:cdef::1 left', 'peer <*> left'],
    ['peer fdab:cdef::beef left', 'peer <*> left'],
    ['mail to bob@163.com failed', 'mail to <*> failed'],
    ['mail to jane+5@example.org failed', 'mail to <*> failed'],
    ['read ../.env twice', 'read <*> twice'],
    ['GET /?page=2 200', 'GET <*>'],
  ],
  'terminal colours': [
    ['\x1b[32mstarted\x1b[39m', 'started'],
    ['\x1b[1;31mstopped\x1b[0m after 5 s', 'stopped after <*>'],
    ['\x1b[?25lstarted\x1b[2K', 'started'],
    ['\x1b]8;;http://a.b/1\x1b\\docs\x1b]8;;\x1b\\ opened', 'docs opened'],
  ],
  'names with versions': [
    ['order.created.v1', 'order created'],
    ['user.deleted.v2', 'user deleted'],
    ['10.0.0.1', '<*>'],
  ],
  'white space at the end says nothing': [
    ['ready: yes ', 'ready <*>'],
    ['ready: yes\n', 'ready <*>'],
  ],
  'access logs': [
    ['10.1.2.3 - ann [26/Nov/2024:10:00:00 +0000] "GET /a HTTP/1.1" 304 -', '<*> GET <*>'],
    ['::1 - - [26/Nov/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 5', '<*> GET <*>'],
  ],
  'arrows at the start tell requests from answers': [
    ['<-- GET /users', '← GET <*>'],
    ['--> GET /users 200 5ms', '→ GET <*>'],
    ['  \x1b[90m<--\x1b[39m GET /users', '← GET <*>'],
    ['→ GET /users', '→ GET <*>'],
    ['moved a --> b', 'moved a b'],
  ],
  'HTTP methods': [
    ['Route GET:/x not found', 'Route <*> not found'],
    ['dispatching POST /users', 'dispatching <*>'],
    ['GET /users 200 3 ms', 'GET <*>'],
    ['please get 5 apples', 'please get <*> apples'],
  ],
}

describe('signatureOf', () => {
  for (const [rule, cases] of Object.entries(RULES)) {
    it.each(cases)(`${rule}: %j`, (message, template) => {
      expect(signatureOf(message).template).toBe(template)
    })
  }

  it('looks at the first 256 characters, cut at white space', () => {
    const long = 'word '.repeat(100)
    expect(signatureOf(long)).toEqual(signatureOf(`${long} and more`))
    expect(signatureOf(long).template.length).toBeLessThanOrEqual(256)
  })
})
