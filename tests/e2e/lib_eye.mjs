// SPDX-License-Identifier: Apache-2.0
// What is looked at on every page, whatever it is about: no sideways scroll, targets large enough, weight over the wire, nothing said
// in the console (a refused style or script would be), words instead of keys.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };
const FIRST_BYTES = 60 * 1024, LATER_BYTES = 20 * 1024;

export class Eye {
  constructor(browser, url, shots, report) {
    Object.assign(this, { browser, url, shots, report, open: [] });
    mkdirSync(shots, { recursive: true });
  }

  async person(name, { viewport = PHONE, script = true, scale = 1 } = {}) {
    const context = await this.browser.newContext({ viewport, javaScriptEnabled: script, deviceScaleFactor: scale, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true });
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on('console', (m) => { if (m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|status of 4\d\d/.test(m.text())) this.report(false, `${name}: nothing in the console`, m.text()); });
    page.on('pageerror', (e) => this.report(false, `${name}: no error in a script`, String(e)));
    const person = { name, page, context, weight: 0, script };
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    wire.on('Network.loadingFinished', (e) => { person.weight += e.encodedDataLength; });
    return person;
  }

  async signIn(person, login, password) {
    const { page } = person;
    person.weight = 0;
    await page.goto(this.url + '/login');
    await page.fill('[name=user]', login);
    await page.fill('[name=password]', password);
    await Promise.all([page.waitForNavigation(), page.click('button.main')]);
  }

  // Opens a page and looks at it.
  async go(person, path, shot) {
    const before = person.weight;
    const answer = await person.page.goto(this.url + path, { waitUntil: 'load' });
    this.report(answer.status() < 400, `${person.name} opens ${path}`, `status ${answer.status()}`);
    this.report(person.weight - before <= LATER_BYTES, `${path} is at most 20 KB over the wire`, `${person.weight - before}`);
    await this.look(person, path, shot);
  }

  async look(person, what, shot) {
    const { page } = person;
    const seen = await page.evaluate(() => {
      const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      const small = [];
      for (const e of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
        const host = e.closest('label') ?? e, box = host.getBoundingClientRect();
        if (!box.width || !box.height || getComputedStyle(host).visibility === 'hidden' || box.bottom < 0) continue;
        const inline = getComputedStyle(host).display === 'inline' || host.closest('p, td, th, li.event, .clause, dd');
        if (e.matches('.skip') || (inline && e.tagName === 'A')) continue;   // links within a sentence are read, not aimed at
        if (box.height < 43.5 || box.width < 43.5) small.push(`${e.tagName}.${e.className}[${e.name ?? ''}] "${(e.textContent || '').trim().slice(0, 20)}" ${Math.round(box.width)}x${Math.round(box.height)}`);
      }
      const keys = document.body.innerText.match(/\{\{|\{\d\}|\bW_[a-z_]+|\bundefined\b|\bNaN\b/);
      return { wide, small, keys: keys && keys[0] };
    });
    const at = `${what} at ${page.viewportSize().width} px`;
    this.report(seen.wide <= 0, `${at} does not scroll sideways`, `${seen.wide} px`);
    if (page.viewportSize().width < 700) this.report(seen.small.length === 0, `${at} has targets of 44 px`, seen.small.slice(0, 6).join('; '));
    this.report(!seen.keys, `${at} shows words, not keys`, seen.keys);
    if (shot) await this.shot(person, shot);
  }

  async shot(person, name, whole = true) {
    await person.page.screenshot({ path: join(this.shots, `${name}.png`), fullPage: whole });
  }

  first(person, what) { this.report(person.weight <= FIRST_BYTES, `${what} is at most 60 KB over the wire at first`, `${person.weight}`); }
}
