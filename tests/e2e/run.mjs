// SPDX-License-Identifier: Apache-2.0
// The day of a county, in a browser: node tests/e2e/run.mjs [--program build/chuyan] [--shots build/shots] [--db postgresql://…]
// Prints "ok NAME" or "not ok NAME" a line, and "N passed, N failed" at the end.
import { chromium } from 'playwright-core';
import { Eye } from './lib_eye.mjs';
import { houseMake, houseServe } from './lib_house.mjs';
import { story } from './lib_story.mjs';

const option = (name, preset) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? preset : process.argv[at + 1]; };
const program = option('program', 'build/chuyan');
let passed = 0, failed = 0;
function report(good, name, detail) {
  if (good) passed++; else failed++;
  if (!good) console.log(`not ok ${name}${detail ? ` # ${detail}` : ''}`);
  else if (process.env.V) console.log(`ok ${name}`);
}

const house = houseMake(program, option('db'));
const server = await houseServe(program, house);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const eye = new Eye(browser, server.url, option('shots', process.env.CHUYAN_SHOTS ?? 'build/shots'), report);
  for (const [name, part] of story) {
    try {
      await part(eye, house, report);
      report(true, name);
      if (!process.env.V) console.log(`ok ${name}`);
    } catch (e) {
      report(false, name, String(e.stack).split('\n').slice(0, 4).join(' | '));
    }
  }
} finally {
  await browser.close();
  await server.stop();
  house.drop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
