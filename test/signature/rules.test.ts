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
    ['file main.ts changed', 'file main.ts changed'],
    ['intent android.intent.action.SCREEN_ON', 'intent android.intent.action.SCREEN_ON'],
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
  ],
  'the value of a key varies': [
    ['method=GET path=/a status=ok', 'method <*> path <*> status <*>'],
    ['name="Jane Doe" age=7', 'name <*> age <*>'],
    ['a == b', 'a b'],
    ['x => y', 'x y'],
    ['state={busy}', 'state busy'],
  ],
  'quoted words vary': [
    ["unknown column 'price'", 'unknown column <*>'],
    ['cannot find module "lodash"', 'cannot find module <*>'],
    ['said "hello to 5 people"', 'said hello to <*> people'],
    ["don't worry", 'don t worry'],
    ['{"level":"info","msg":"started"}', 'level <*> msg <*>'],
  ],
  'a word in parentheses joins the gap before': [
    ['pid 17 (node) exited', 'pid <*> exited'],
    ['stopped (idle)', 'stopped idle'],
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
  ],
  'hosts and clients': [
    ['host localhost:5432 down', 'host <*> down'],
    ['getaddrinfo ENOTFOUND db.internal', 'getaddrinfo ENOTFOUND <*>'],
    ['getaddrinfo EAI_AGAIN db', 'getaddrinfo EAI_AGAIN <*>'],
    ['peer ::ffff:127.0.0.1 left', 'peer <*> left'],
    ['served "Mozilla/5.0 (X11; Linux x86_64)" again', 'served <*> again'],
    ['served "curl/8.5.0" again', 'served <*> again'],
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
