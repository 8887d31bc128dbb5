/**
 * What runs in the canvas, behind `const data = …`: plain JavaScript for browsers, with PostHog's `ph` and nothing else. What comes of a
 * query is data of others: it becomes text of elements, never markup. A text and no function: it has to be the same whoever builds us.
 */
export const CANVAS_APP = String.raw`
const RANGES = [7, 30, 90];
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const plain = (value) => String(value ?? '').slice(0, 300).replace(INVISIBLE, '\uFFFD');
const number = (value) => (Number.isFinite(Number(value)) ? Number(value) : 0);
const count = (value) => Math.round(number(value)).toLocaleString('en');
const usd = (value) => '$' + number(value).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const sum = (rows, name) => rows.reduce((all, row) => all + number(row[name]), 0);

function add(parent, tag, text, look) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (look !== undefined) element.className = look;
  parent.append(element);
  return element;
}

function rowsOf(answer) {
  const columns = Array.isArray(answer?.columns) ? answer.columns : [];
  const results = Array.isArray(answer?.results) ? answer.results.filter(Array.isArray).slice(0, 1000) : [];
  return results.map((row) => Object.fromEntries(columns.map((name, i) => [String(name), row[i]])));
}

function table(parent, heads, rows, draw) {
  const whole = add(parent, 'table');
  const head = add(add(whole, 'thead'), 'tr');
  for (const [name, look] of heads) add(head, 'th', name, look).setAttribute('scope', 'col');
  const body = add(whole, 'tbody');
  for (const row of rows) draw(add(body, 'tr'), row);
}

function bar(line, saved, spent, most) {
  const cell = add(add(line, 'td'), 'div', undefined, 'ls-bar');
  for (const [value, look] of [[spent, 'ls-spent'], [saved, 'ls-saved']])
    add(cell, 'i', undefined, look).style.width = (most > 0 ? (100 * Math.max(0, number(value))) / most : 0) + '%';
}

function showDays(parent, rows) {
  add(parent, 'p', 'Saved ' + usd(sum(rows, 'saved')) + ', spent ' + usd(sum(rows, 'spent')) + '.', 'ls-sum');
  const most = Math.max(0, ...rows.map(({ saved, spent }) => number(saved) + number(spent)));
  table(parent, [['Day'], ['Saved', 'ls-r'], ['Spent', 'ls-r'], ['']], rows.toReversed(), (line, row) => {
    add(line, 'td', plain(row.day).slice(0, 10));
    add(line, 'td', usd(row.saved), 'ls-r');
    add(line, 'td', usd(row.spent), 'ls-r');
    bar(line, row.saved, row.spent, most);
  });
}

function showServices(parent, rows) {
  const [logged, dropped] = [sum(rows, 'logged'), sum(rows, 'dropped')];
  add(parent, 'p', count(dropped) + ' of ' + count(logged) + ' records were dropped.', 'ls-sum');
  const heads = [['Service'], ['Logged', 'ls-r'], ['Dropped', 'ls-r'], ['Saved', 'ls-r'], ['Spent', 'ls-r']];
  table(parent, heads, rows, (line, row) => {
    add(line, 'td', plain(row.service));
    add(line, 'td', count(row.logged), 'ls-r');
    add(line, 'td', count(row.dropped), 'ls-r');
    add(line, 'td', usd(row.saved) + ' (' + number(row.saved_percent) + ' %)', 'ls-r');
    add(line, 'td', usd(row.spent), 'ls-r');
  });
}

function showPatterns(parent, rows) {
  add(parent, 'p', data.price, 'ls-dim');
  const heads = [['A record of it'], ['Service'], ['Logged', 'ls-r'], ['Dropped', 'ls-r'], ['Spent', 'ls-r'], ['Saved', 'ls-r'], ['']];
  table(parent, heads, rows, (line, row) => {
    add(line, 'td', plain(row.example), 'ls-text');
    add(line, 'td', plain(row.service));
    for (const name of ['logged', 'dropped']) add(line, 'td', count(row[name]), 'ls-r');
    for (const name of ['spent', 'saved']) add(line, 'td', usd(row[name]), 'ls-r');
    const cell = add(line, 'td');
    const signature = String(row.signature);
    if (data.link === null || !/^[0-9a-f]{16}$/.test(signature) || /^[0-9]+(e[0-9]+)?$/.test(signature)) return;
    add(cell, 'button', 'Records').addEventListener('click', () => ph.openExternal(data.link[0] + signature + data.link[1]));
  });
}

const TOLD = 'Nothing was told in this time: lipservice posthog tell, or a server that is connected.';
const SECTIONS = [
  { title: 'Saved and spent by day', queryOf: (days) => data.byDay[days], show: showDays, none: TOLD },
  { title: 'What was dropped, by service', queryOf: (days) => data.byService[days], show: showServices, none: TOLD },
  { title: 'Patterns by what they cost, 7 days', queryOf: () => data.patterns, show: showPatterns, none: 'No record with a stamp of LipService came in 7 days.' },
];

function draw(section, days) {
  const { body } = section;
  const query = section.queryOf(days);
  const turn = (section.turn = (section.turn ?? 0) + 1);
  body.replaceChildren();
  add(body, 'p', 'Asking PostHog …', 'ls-dim').setAttribute('role', 'status');
  const end = (show) => (answer) => {
    if (turn !== section.turn) return;
    body.replaceChildren();
    show(answer);
    const how = add(body, 'details');
    add(how, 'summary', 'The query');
    add(how, 'pre', query);
  };
  ph.query(query).then(
    end((answer) => {
      const rows = rowsOf(answer);
      if (rows.length === 0) add(body, 'p', section.none, 'ls-dim');
      else section.show(body, rows);
    }),
    end((error) => {
      add(body, 'p', 'PostHog did not answer: ' + plain(error?.message ?? error)).setAttribute('role', 'alert');
      add(body, 'button', 'Try again').addEventListener('click', () => draw(section, days));
    }),
  );
}

const page = document.getElementById('lipservice');
add(page, 'h1', 'LipService');
const choice = add(page, 'div', undefined, 'ls-choice');
const buttons = RANGES.map((days) => add(choice, 'button', days + ' days'));
for (const section of SECTIONS) {
  const part = add(page, 'section');
  add(part, 'h2', section.title);
  section.body = add(part, 'div');
}
let chosen;
function choose(days) {
  chosen = days;
  RANGES.forEach((one, i) => buttons[i].setAttribute('aria-pressed', String(one === days)));
  for (const section of SECTIONS) draw(section, days);
}
RANGES.forEach((days, i) =>
  buttons[i].addEventListener('click', () => {
    choose(days);
    ph.state.set('days', days).catch(() => {});
  }),
);
const begin = (days) => chosen ?? choose(days);
ph.state.get('days').then((kept) => begin(RANGES.includes(kept) ? kept : 30), () => begin(30));
`.trim()
