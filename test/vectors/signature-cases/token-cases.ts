import type { VectorCases } from '../vector-message.ts'

/** What a token looks like: by rule, what is masked first, then what looks like it and stays. */
export const TOKEN_CASES: VectorCases = {
  tokens: [
    'a', '[main] started!', 'cache-miss in pre_fetch', '  padded  twice  ', 'one,two;three|four',
    'tab\tseparated\tvalues 1', 'done.', '...done...', 'a-b_c.d', 'left--right', 'wait… what', '_private field', 'A a',
    'R&D budget~plan', 'cost$center', '*** starting ***', '100%done now', '-flag --long-flag',
    'snake_case kebab-case camelCase PascalCase',
  ],
  'nothing but punctuation': ['', ' ', '\n\n', '%', '!?', '---', '()[]{}', '.', '_', '=', '==', '# @ + ~', '"', "'"],
  digits: [
    '42', 'page 7', 'job a1b2 queued', 'v1.2.3 released', 'step 3/7 done', 'ratio 0.75 too low', 'delta -12 applied',
    'grew 12% today', 'price $9.99 paid', 'order #1001 shipped', '1e-9 is tiny', 'budget 1,250,000 used up',
    'mem 0x7ffde3b0 freed', 'room 3b-17_x open', 'started 2026-11-23T10:00:00.000Z', 'started 11/23/2026, 10:00:00 AM',
    'level30', 'é5 found', 'build 8f3c1e2 broken', 'x_1_y done', 'id 0AF76519-16CD-43DD-8448-EB211C80319C gone',
    'id {0af76519-16cd-43dd-8448-eb211c80319c} gone', 'one two three',
  ],
  'a colon ends a word': [
    'ret:false', 'error:timeout', 'state: busy', 'a:b:c', 'a.b:c failed', 'now::later', 'http:/x', 'Note: a:1',
    'db:migrate ran', 'D: drive', 'time 10:00:00 passed',
  ],
  'host and port': [
    'host localhost:5432 down', 'db.example.com:5432 down', 'example.com:443 up', 'example.com:https up',
    'redis:6379 is down', 'on [::1]:3000 now', 'on :::3000 now', 'on *:3000 now', 'bound to 0.0.0.0',
    'host web01.example.com down',
  ],
  'hex octets': [
    'aa:bb:cc:dd:ee:ff', 'aa:bb:cc joined', 'AA:BB:CC:DD:EE:FF joined', 'key aa:b1:cc seen', 'aa:bb joined',
    'aa:bb:gg joined', 'aa:bb:ccd joined', 'aa-bb-cc joined',
  ],
  'mapped addresses': [
    'peer ::ffff:127.0.0.1 left', 'peer ::FFFF:10.0.0.1 left', 'peer [::ffff:10.0.0.1]:80 left',
    'peer ffff:127.0.0.1 left', 'peer ::1 left', 'peer 2001:db8::17 left', 'peer fe80::1%eth0 left',
    'peer ::fffg:127.0.0.1 left', 'peer ::ffff:abc left', 'ECONNREFUSED 127.0.0.1:5432',
  ],
  'a sign before a digit': [
    'block+12 read', 'issue#7 closed', 'lodash@4 added', 'a1+2 known', 'c++ compiled', 'c#sharp compiled',
    'pkg@next added', 'GMT+0100 set',
  ],
  paths: [
    'GET /items/list 200', 'GET / 200', 'cannot open /var/log/app.log', 'cannot open /etc', 'open /a?x=1&y=2 failed',
    'GET /api/v1/users/17?x=1 200 12.5 ms', 'saved ~/notes', 'saved ./notes/today', 'saved ../up/one/two',
    'loaded src/app/main.ts', 'loaded lib/x.js', 'in (/usr/bin/env) ran', 'path:/tmp/x gone', 'glob /**/x tried',
    'and/or', 'read/write mode', 'a / b', '/', '/ root', 'either / or', 'n/a', 'a//b', '</div> closed',
    'text/html; charset=utf-8',
  ],
  'paths of Windows': [
    'C:\\Users\\x\\y.log opened', 'open D:\\data failed', '\\\\server\\share\\file gone', 'DOMAIN\\user denied',
    'a\\b\\c gone', 'C:/temp/x gone', 'CD:\\temp gone', 'back\\slash', 'new\\', 'a \\ b',
  ],
  URLs: [
    'GET https://example.com/a?b=c#d done', 'ws://host/socket closed', 'postgres://user:pw@db:5432/app refused',
    'see http://x.org, please', 'git+ssh://git@host/repo cloned', 's3://bucket/key missing',
    '(https://example.com) down', 'https: off', 'mailto:me', '//cdn.example.com/x loaded', 'https:/x broken',
    'HTTP://EXAMPLE.COM/ ok',
  ],
  'dotted names': [
    'resolved a.b.example', 'class com.example.app.Main loaded', 'at a.b.c.', 'event app.user.created, twice',
    'x.y.z: gone', 'resolved a.example', 'file main.ts changed', 'e.g. this', 'i.e. that one', 'and so on...',
    'a..b.c.d seen',
  ],
  'dotted names that end in a constant': [
    'com.example.EVENT_NAME', 'intent android.intent.action.SCREEN_ON', 'intent a.b.SCREENON sent',
    'intent a.b.Screen_On sent', 'intent a.b._ sent', 'intent a.b.SCREEN_2 sent', 'a.SCREEN_ON sent',
  ],
  'e-mail addresses': [
    'mail jane.doe@example.org sent', 'mail <jane@example.org> sent', 'mail jane+news@example.org sent',
    'mail jane@localhost sent', 'me@here arrived', 'at @babel/core.js now', '@scope/name added', 'jane @ home',
  ],
  'hex words': [
    'deadbeef', 'deadbee', 'commit DeadBeef pushed', 'commit deadbeeffeedface pushed', 'facade', 'effaced',
    'commit dead-beef pushed', 'deadbeeg', 'dead_beef',
  ],
  terms: [
    'ipv6 is off', 'no IPv4 address', 'utf8 text', 'UTF-8 text', 'sha256 differs', 'base64 data', 'on k8s',
    'http2 stream closed', 'amd64/arm64 built', 'ipv5 is off', 'utf-16 text', 'sha2560 differs', 'md5=x1 seen',
    'sha256:9f86d081 seen', 'x86_64 cpu', 'mp3 played',
  ],
  'key=value': [
    'a=1 b=2 c=3', 'method=GET path=/a status=ok', 'name="Jane Doe" age=7', "name='x y'; z", 'q=a&lang=en', 'k=v, w',
    'k=, w', 'k= w', 'k=', 'k="open end of it', 'k=[one, two] end', 'k={one} end', 'k=(one) end',
    'k=http://x/y?z=1&w end', 'a.b=c d', 'k=v=w x', 'k=-5 x', 'k5=v x', 'k="" x', 'a = 1', 'a = b', 'x==y', 'x => y',
    'x=>y', 'a != b', 'a <= b', 'k==', '=v x',
  ],
  quotes: [
    "unknown column 'price'", 'cannot find module "lodash"', 'run `build` first', "'a' 'b' c",
    'said "hello to 5 people"', "'quoted words here'", 'near "" x', 'near "(" x', "don't", "can't find user's file",
    "the 'x's end", 'open "end', 'a "b\' c', `long '${'q'.repeat(64)}' x`, `long '${'q'.repeat(65)}' x`,
    '“typographic” quotes', '«main» quoted', "x'y' z", '"a""b" c', `'"x"' y`, "''' y",
  ],
  clients: [
    'served "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36" again', 'served "curl/8.5.0" again',
    "served 'node/24 (linux)' again", 'served "kube-probe/1.34 x" again', 'served "okhttp/4 and more',
    'served "Mozilla (X11; Linux)" again', 'served "text/html only" again', 'served Mozilla/5.0 again',
  ],
}
