/** Colours, sizes and fonts as those of the server's page; light and dark by what the reader prefers. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#f6f6f4,#0f1012);--surface:light-dark(#fff,#17181b);--line:light-dark(#e5e5e0,#26282d);
--text:light-dark(#18191b,#e9eaed);--text-2:light-dark(#4d5056,#adb1ba);--accent:light-dark(#1f56c9,#86adff);--bad:light-dark(#b3202f,#ff8d8d);
--warn:light-dark(#8a5200,#efb257);--c-logged:light-dark(#dcdcd6,#2d3037);--c-sent:light-dark(#2f66d8,#5b8bf2);
--sans:Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.5 var(--sans)}
main{max-width:1200px;margin:0 auto;padding:32px 24px}
h1{font-size:26px;margin:0;overflow-wrap:anywhere}
h2{font-size:16px;margin:32px 0 8px}
p,ul{color:var(--text-2);margin:4px 0}
section>div,svg{background:var(--surface);border:1px solid var(--line);border-radius:6px}
div.scroll{overflow-x:auto}
svg{display:block;width:100%;height:180px}
rect.logged{fill:var(--c-logged)}rect.kept{fill:var(--c-sent)}line.allowed{stroke:var(--bad);stroke-width:2;stroke-dasharray:6 4}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--text-2);padding:8px 12px}
th,td{padding:6px 12px;border-top:1px solid var(--line);text-align:right;white-space:nowrap;font-weight:400}
th:first-child{text-align:left}
tbody th{font-family:var(--mono);font-size:13px;max-width:560px;overflow:hidden;text-overflow:ellipsis;unicode-bidi:isolate}
#heads th.text,#rows td.text{text-align:left}
thead th{color:var(--text-2);font-size:13px}
thead button{all:unset;cursor:pointer;color:var(--text-2)}
button:focus-visible,input:focus-visible,div.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=descending] button::after{content:" \\2193"}th[aria-sort=ascending] button::after{content:" \\2191"}
tr:is(.error,.fatal,.critical) td.level{color:var(--bad)}tr:is(.warn,.warning) td.level{color:var(--warn)}
input,#more{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:6px 12px;margin:8px 0}
input{width:100%;max-width:360px}
.hidden{display:none}
`
