/** The page that holds the app. Names of styles are our own: PostHog sets others on every element. */
export const CANVAS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>LipService</title>
<style>
:root { --ls-text: #17181a; --ls-dim: #5b5e66; --ls-back: #fff; --ls-line: #e4e4e0; --ls-saved: #2f8f5b; --ls-spent: #8a8f99; }
html.dark { --ls-text: #ececec; --ls-dim: #a0a4ad; --ls-back: #16171a; --ls-line: #33363d; --ls-saved: #4fbf83; --ls-spent: #777c86; }
#lipservice { min-height: 100vh; box-sizing: border-box; padding: 24px; color: var(--ls-text); background: var(--ls-back); font: 14px/1.5 system-ui, sans-serif; }
#lipservice h1 { font-size: 20px; font-weight: 600; margin: 0 0 8px; }
#lipservice h2 { font-size: 15px; font-weight: 600; margin: 24px 0 8px; }
#lipservice table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
#lipservice th, #lipservice td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--ls-line); vertical-align: top; }
#lipservice .ls-r { text-align: right; white-space: nowrap; }
#lipservice .ls-dim, #lipservice details { color: var(--ls-dim); }
#lipservice .ls-sum { font-weight: 600; }
#lipservice .ls-text { font-family: ui-monospace, monospace; font-size: 12px; overflow-wrap: anywhere; unicode-bidi: isolate; }
#lipservice .ls-bar { display: flex; height: 12px; min-width: 80px; margin-top: 4px; }
#lipservice .ls-saved { background: var(--ls-saved); }
#lipservice .ls-spent { background: var(--ls-spent); }
#lipservice button { padding: 2px 10px; margin-right: 6px; border: 1px solid var(--ls-line); border-radius: 5px; color: inherit; background: none; cursor: pointer; }
#lipservice button[aria-pressed="true"] { border-color: currentColor; font-weight: 600; }
#lipservice pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
</style>
</head>
<body>
<main id="lipservice"></main>
<script type="module" src="/src/canvas.js"></script>
</body>
</html>
`
