import type { VectorCases } from '../vector-message.ts'

/** Digits, spaces, signs, quotes and spellings of all scripts: by rule, what is masked first, then what looks like it and stays. */
export const SCRIPT_CASES: VectorCases = {
  'quotes of all scripts': [
    'user “ann lee” left', 'fichier « a b » introuvable', 'fichier «a» introuvable', 'Datei „a b.pdf“ fehlt', 'plik „a”', 'bok ”a b” saknas', 'filen »a b« mangler',
    'user ‘ann’ left', 'user ‹ann› left', 'ユーザー「田中」がログイン', '書籍『雪国』を登録', '文件《报告》丢失', '用户“张三”已登录', 'המשתמש ״דנה״ התחבר', 'צה״ל הודיע',
    'l’utilisateur Bob s’est connecté', 'it’s the users’ file', 'one “ open only', 'and 」 closed only',
  ],
  'numbers of all scripts': [
    'تم إنشاء الطلب رقم ١٢٣', 'سفارش ۱۲۳ ثبت شد', 'ऑर्डर १२३ बनाया गया', 'ผู้ใช้ ๑๒๓ มา', '処理件数：１２３件', 'reçu 1\u202f234 octets', 'delta −1\u00a0234 rows', 'delta –7 rows',
    'paid 12,50 € or €9', 'paid ₹1,23,456.00 ok', "total 1'234.50 CHF", 'total 1’234.50 CHF', 'temp −3 °C now', '第三章', '②項',
  ],
  'punctuation of all scripts': [
    '状態：準備，完了。', 'حالة، جاهز؟', 'готово — далее', 'ready… steady', '¿listo? ¡sí!', '【重要】注文', '注文（番号 42）失敗', 'a·b', 'naïve – déjà vu',
  ],
  'one spelling of a text': [
    'Größe ok', 'Gro\u0308\u00dfe ok', 'cafe\u0301 ouvert', 'caf\u00e9 ouvert', '\u1112\u1161\u11ab 5', '\ud55c 5', 'a\u0323\u0307 x', 'a\u0307\u0323 x', '\u212b unit', '\u00c5 unit',
    'soft\u00adhyphen', 'zero\u200bwidth', '\u200euser\u200f 42',
  ],
}
