// Takes pictures of html pages: desktop, phone and dark, each whole, and the first page as printed.
// usage: NODE_TOOLS=folder-with-node_modules node .ci/shots.mjs OUT PAGE.html...
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(join(resolve(process.env.NODE_TOOLS), 'x'))('playwright-core');
const [out, ...pages] = process.argv.slice(2);
// The height of a picture, and how many of each page: what lies further down looks like what is above.
const tall = 1600;
const views = [
  ['desktop', 4, { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['dark', 2, { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['phone', 3, { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true }],
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const page of pages) {
  const name = page.replace(/\.html$/, '').replaceAll('/', '-');
  for (const [view, most, options] of views) {
    const tab = await (await browser.newContext(options)).newPage();
    await tab.goto(pathToFileURL(resolve(page)).href);
    const [wide, high] = await tab.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    const { width } = options.viewport;
    if (wide > width) console.log(`${name} ${view}: ${wide} pixels wide, scrolls sideways`);
    for (let n = 0; n < most && n * tall < high; n++) {
      const clip = { x: 0, y: n * tall, width, height: Math.min(tall, high - n * tall) };
      await tab.screenshot({ path: join(out, `${name}-${view}-${n + 1}.png`), fullPage: true, clip });
    }
    if (view === 'desktop') await tab.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
    await tab.context().close();
  }
}
await browser.close();
