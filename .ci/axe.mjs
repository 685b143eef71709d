// Holds html pages against axe-core's rules in a headless Chromium, in light and in dark, on a desk and on a phone.
// Prints every violation and ends with 1 when there is one.
// usage: NODE_TOOLS=folder-with-node_modules node .ci/axe.mjs PAGE.html...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const need = createRequire(join(resolve(process.env.NODE_TOOLS), 'x'));
const { chromium } = need('playwright-core');
const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const views = [
  ['light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true }],
];

const patience = 180_000; // ms, on a loaded machine

let checked = 0;
let bad = 0;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'], timeout: patience });
for (const page of process.argv.slice(2)) {
  for (const [view, options] of views) {
    const tab = await (await browser.newContext(options)).newPage();
    tab.setDefaultTimeout(patience);
    await tab.goto(pathToFileURL(resolve(page)).href);
    // What is folded is part of the page too.
    await tab.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const v of violations) {
      bad += v.nodes.length;
      console.log(`${page} (${view}): ${v.id}, ${v.help}: ${v.nodes.length}`);
      for (const n of v.nodes.slice(0, 2)) console.log(`  ${n.target} ${n.html.slice(0, 160)}\n  ${n.failureSummary.replaceAll('\n', ' ')}`);
    }
    checked++;
    await tab.context().close();
  }
}
await browser.close();
console.log(`axe-core ${need('axe-core/package.json').version}: ${checked} views, ${bad} violations`);
process.exit(bad > 0 || checked === 0 ? 1 : 0);
