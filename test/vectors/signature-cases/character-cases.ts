import type { VectorCases } from '../vector-message.ts'

/** What loggers are handed by accident: any script, broken UTF-16, control characters, names of `Object.prototype`. */
export const CHARACTER_CASES: VectorCases = {
  'writing without spaces': [
    '注文42件を処理しました', '注文43件を処理しました', 'ユーザー42がログインしました', '处理订单1001失败', '10:30頃に完了', 'Grüße5', 'ログ-5件',
    { repeat: '長い文章です', times: 3 }, { repeat: '長い文章です', times: 9 }, '사용자42님이 로그인했습니다', 'µ5', '5µs', '20µs late',
    '"quoted" utf-8éa.b.user utf-8',
  ],
  'terminal colours': ['\x1b[32mstarted\x1b[39m', '\x1b[31mstopped\x1b[39m', '\x1b[1;31mred\x1b[0m 5', '\x1b', '\x1b[', '\x1b[99', '\x1bcool'],
  'white space at the end': ['ready: yes ', 'ready: yes\n', 'ready: yes\r\n', 'x \t '],
  'addresses without digits': [
    'peer fdab:cdef::1 left', 'peer fdab:cdef::beef left', 'std::vector', 'dead:beef', 'bob@163.com', 'jane+5@example.org', 'user@5', '../.env', '/.cache/x', '/?page=2',
  ],
  'names with versions': ['order.created.v1', 'user.deleted.v2', 'oauth2.token.refreshed', '10.0.0.1', 'v1.2.3'],
  scripts: [
    'Grüße an Jörg', '日本語 ログ 5', '用户 42 已登录', '사용자 42 로그인', 'пользователь 42 вошёл', 'ο χρήστης 42 συνδέθηκε',
    'ผู้ใช้ 42 เข้าสู่ระบบ', 'उपयोगकर्ता 42 आया', 'המשתמש 42 נכנס', 'المستخدم 42 دخل', 'user\u200f 42 \u202bدخل\u202c',
    '日本語5 ログ', 'Straße/Weg/Platz', "модуль 'основной' готов", 'ключ=значение конец', 'größe.maß.länge x',
  ],
  'digits of other scripts': ['user ４２ left', 'user ٤٢ left', 'user ४२ left', 'user ² left', 'user Ⅳ left'],
  'combining marks and emoji': [
    'café', 'cafe\u0301', 'cafe\u0301 5', '💥 boom 7', '💥boom7', '👩‍👩‍👧 joined', '🇩🇪 chosen', 'ok ✅ 5 ❌',
    'z\u0335\u0321a\u0321\u0327l\u0336go 5', '\u0301',
  ],
  'white space that is none to us': [
    'user\u00a042 left', 'user\u00a0left', '\u00a0', '\ufeffuser 42 left', 'user\u3000left', 'user\u200bleft',
    'user\u2029left', 'user\u0085left',
  ],
  'lone surrogates': [
    'a\ud800b', '\udc00', '\ud800', '\ud83d boom', 'boom \ud83d', 'boom \udca5 5', '\udca5\ud83d', '\ud83d\ud83d\udca5',
    'k=\ud800 x', "'\udfff' x", '/\udbff/x y', 'a\ud800 5',
  ],
  'control characters': [
    '\0', 'a\0b', 'a\0', '\0a', 'a\0 5 c', 'k=\0 x', "'a\0b' c", '/a\0b c', 'a b\0\nc', '\x1b red', 'bell\x07 rang',
    'del\x7f', 'a\vb\fc', '\x1f', 'a\b\bb', 'x\u0080y',
  ],
  'names of Object.prototype': [
    '__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf of prototype',
    'constructor=1 __proto__=2', 'for user __proto__', '"__proto__"', '{"__proto__":{"constructor":1}}',
    'Object.prototype.toString', '__proto__ 5 constructor',
  ],
}
