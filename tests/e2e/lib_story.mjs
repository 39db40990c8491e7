// SPDX-License-Identifier: Apache-2.0
// The story itself, part after part: what one person does after the other. Later parts build on earlier ones.
import { DESK, PHONE } from './lib_eye.mjs';
import { SECRET } from './lib_house.mjs';

const who = {};

function must(good, sentence) { if (!good) throw new Error(sentence); }
const words = (page) => page.evaluate(() => document.body.innerText);
async function says(page, pattern) {
  const text = await words(page);
  must(pattern.test(text), `expected ${pattern} on ${page.url()}: ${text.slice(0, 300).replace(/\s+/g, ' ')}`);
}
async function press(page, target) { await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click(target)]); }

// ---- the clerk ----

async function clerkSignsIn(eye, house) {
  const clerk = who.clerk = await eye.person('clerk', { viewport: DESK });
  await eye.signIn(clerk, 'clerk', house.clerk.password);
  must(/\/password$/.test(clerk.page.url()), `a first password has to be changed: ${clerk.page.url()}`);
  await eye.look(clerk, '/password', 'clerk-password');
  await clerk.page.goto(eye.url + '/imports');
  must(/\/password$/.test(clerk.page.url()), 'nothing else opens before');
  await clerk.page.fill('[name=old]', house.clerk.password);
  await clerk.page.fill('[name=new]', SECRET);
  await clerk.page.fill('[name=again]', SECRET);
  await press(clerk.page, 'button.main');
  must(!/password/.test(clerk.page.url()), 'the new password holds');
  await eye.look(clerk, 'home of the clerk', 'clerk-home');
  eye.first(clerk, 'home of the clerk');
}

async function clerkImports(eye, house) {
  const { page } = who.clerk;
  await eye.go(who.clerk, '/imports', 'imports-empty');
  await page.check('[name=kind][value=roll]', { force: true }).catch(() => page.selectOption('[name=kind]', 'roll'));
  await page.setInputFiles('[name=file]', house.roll);
  if (await page.locator('[name=as_of]').count()) await page.fill('[name=as_of]', '2026-09-01');
  await press(page, 'form[enctype] button.main');
  await eye.look(who.clerk, 'preview of a roll', 'import-preview');
  await says(page, /新增/);
  await press(page, 'section.apply button.main');
  await eye.look(who.clerk, 'a roll carried out', 'import-done');
  await says(page, /整份撤回/);
}

async function clerkLoadsSchemes(eye) {
  const { page } = who.clerk;
  let loaded = 0;
  for (const key of ['law', 'gp-guangping', 'xp-xinping']) {
    await eye.go(who.clerk, '/schemes', `schemes-${key}`);
    await page.check(`[name=built_in][value=${key}]`, { force: true });
    await press(page, 'form[enctype] button.main');
    await eye.look(who.clerk, `check of ${key}`, `scheme-check-${key}`);
    if (await page.locator('[name=from]').count()) await page.fill('[name=from]', '2026-09-01');
    await press(page, '#result form button.main');
    await eye.go(who.clerk, '/schemes');
    must(await page.locator('.rows a.row').count() > loaded++, `${key} is in force`);
  }
  await eye.go(who.clerk, '/schemes', 'schemes-loaded');
  await press(page, '.rows a.row');
  await eye.look(who.clerk, 'a scheme', 'scheme-show');
}

// ---- the school ----

async function schoolPairs(eye, house, report) {
  const head = house.staff.find((s) => /校长/.test(s.post)) ?? house.staff.find((s) => /德育|政教/.test(s.post));
  must(head, `nobody heads the school: ${house.staff.map((s) => s.post).join(' ')}`);
  who.head = await eye.person('head', { viewport: DESK });
  await eye.signIn(who.head, head.login, SECRET);
  const { page } = who.head;
  await eye.go(who.head, '/pairing', 'pairing');
  const child = await page.locator('a.btn[href*="/pairing"]').first().getAttribute('href');
  await eye.go(who.head, child, 'pair-child');
  report(true, 'the school sees who is unpaired');
  house.run('pairing', 'add', `${house.files}/pairings.jsonl`);
  await eye.go(who.head, '/pairing', 'pairing-done');
}

// ---- the teacher ----

async function teacherToday(eye, house) {
  const { page } = who.head;
  await page.goto(eye.url + '/children?care=1');
  const count = {};
  for (const row of JSON.parse(house.run('due', '--json')).rows) if (/^talk/.test(row.duty)) count[row.owner] = (count[row.owner] ?? 0) + 1;
  const busiest = house.staff.filter((s) => /老师|教师/.test(s.post)).sort((a, b) => (count[b.name] ?? 0) - (count[a.name] ?? 0))[0];
  house.teacher = busiest;
  who.teacher = await eye.person('teacher', { viewport: PHONE });
  await eye.signIn(who.teacher, busiest.login, SECRET);
  must(/\/today$/.test(who.teacher.page.url()), `a teacher begins with Today: ${who.teacher.page.url()}`);
  eye.first(who.teacher, 'Today');
  await eye.look(who.teacher, '/today', 'today-360');
  await says(who.teacher.page, /这周|过期/);
}

async function teacherRecords(eye) {
  const { page } = who.teacher;
  let touches = 0;
  const touch = async (target) => { touches++; await page.click(target); };
  await touch('.todo .btn.main[href*="kind=heart_talk"]');
  await page.waitForSelector('#sheet[open] form');
  await eye.shot(who.teacher, 'record-sheet', false);
  await touch('#sheet .faces label, #sheet [data-faces] label, #sheet .field .chip');
  touches++;
  await page.fill('#sheet [name=sentence]', '今天主动举手回答问题，放学时说想念妈妈。');
  touches++;
  await Promise.all([page.waitForNavigation(), page.click('#sheet .btn.main.grow')]);
  must(touches <= 5, `${touches} touches`);
  await says(page, /抵了 ?\d+ ?项/);
  await eye.look(who.teacher, 'Today after a record', 'today-after');
}

async function teacherVisits(eye) {
  const { page } = who.teacher;
  const target = page.locator('.todo .btn.main[href*="kind=home_visit"]').first();
  const href = (await target.count()) ? await target.getAttribute('href') : null;
  const child = href ? /child=(\d+)/.exec(href)[1] : /child=(\d+)/.exec(await page.locator('.todo .btn.main').first().getAttribute('href'))[1];
  await eye.go(who.teacher, `/record?kind=home_visit&child=${child}`, 'visit-form');
  await page.fill('[name=sentence]', '奶奶身体好，孩子放学后先写作业。');
  await press(page, 'form[data-keep] .btn.main.grow');
  await says(page, /已记/);
  who.child = child;
  await eye.look(who.teacher, 'after a visit', 'visit-after');
}

// One visit serves the children of the house: whoever has brothers or sisters is offered with them.
async function visitOfSiblings(eye, house, report) {
  const { page } = who.head;
  await page.goto(eye.url + '/children?care=1');
  const children = await page.evaluate(() => [...document.querySelectorAll('main a[href^="/child/"]')].map((a) => /\d+/.exec(a.getAttribute('href'))[0]));
  for (const child of new Set(children)) {
    await page.goto(`${eye.url}/record?kind=home_visit&child=${child}`);
    const boxes = page.locator('.fixed-children [name=child]');
    if (await boxes.count() < 2) continue;
    for (let i = 0; i < await boxes.count(); i++) await boxes.nth(i).check({ force: true });
    const names = await page.locator('.fixed-children b').allInnerTexts();
    await eye.look(who.head, 'a visit to brothers and sisters', 'visit-siblings');
    await page.locator('[name=sentence]').fill('兄妹都在家，爷爷照看。');
    await press(page, 'form[data-keep] .btn.main.grow');
    await says(page, /已记/);
    must(new URL(page.url()).pathname === '/today', 'back to Today');
    report(true, `one visit for ${names.length} children`);
    return;
  }
  throw new Error('no brothers or sisters among the children in care');
}

async function teacherChild(eye) {
  await eye.go(who.teacher, `/child/${who.child}`, 'child-360');
  await eye.go(who.teacher, '/children', 'children-360');
  await eye.go(who.teacher, '/record', 'record-choose');
  await eye.go(who.teacher, '/me', 'me');
  await eye.go(who.teacher, '/numbers', 'numbers');
}

async function withoutScript(eye, house) {
  const plain = await eye.person('teacher without script', { viewport: PHONE, script: false });
  const { page } = plain;
  await eye.signIn(plain, house.teacher.login, SECRET);
  await press(page, '.todo .btn.main');
  must(/\/record/.test(page.url()), 'the button leads to the form');
  await page.screenshot({ path: `${eye.shots}/plain-record.png`, fullPage: true });
  await page.locator('[name=sentence]').fill('没有脚本也能记。');
  await press(page, '.btn.main.grow');
  must((await page.content()).includes('已记'), 'it is saved and said');
  await plain.context.close();
}

async function offlineKeeps(eye) {
  const { page, context } = who.teacher;
  await page.goto(eye.url + '/today');
  await page.click('.todo .btn.main');
  await page.waitForSelector('#sheet[open] form');
  await page.fill('#sheet [name=sentence]', '断网时写的一句话。');
  await context.setOffline(true);
  await page.click('#sheet .btn.main.grow');
  await page.waitForSelector('#offline:not([hidden])');
  must(await page.inputValue('#sheet [name=sentence]') === '断网时写的一句话。', 'what was typed stays');
  await eye.shot(who.teacher, 'offline', false);
  await context.setOffline(false);
  await Promise.all([page.waitForNavigation(), page.click('#sheet .btn.main.grow')]);
  await says(page, /已记/);
}

async function teacherVoids(eye) {
  const { page } = who.teacher;
  await page.goto(eye.url + '/today');
  const href = await page.locator('details.fold a[href^="/record/"]').first().getAttribute('href');
  await eye.go(who.teacher, href, 'record-show');
  await page.click('details.fold summary');
  await page.locator('details.fold [name=reason]').fill('记错了孩子');
  await press(page, 'details.fold .btn.danger');
  await says(page, /作废/);
  await eye.look(who.teacher, 'a voided record', 'record-voided');
}

async function excuseAsked(eye) {
  const { page } = who.teacher;
  await page.goto(eye.url + `/child/${who.child}`);
  const link = page.locator('a[href^="/excuse?"]').first();
  await eye.go(who.teacher, await link.getAttribute('href'), 'excuse-ask');
  const chip = page.locator('[name=reason_code]').first();
  if (await chip.getAttribute('type') === 'radio') await chip.check({ force: true }); else await page.selectOption('[name=reason_code]', { index: 1 });
  await page.fill('[name=reason]', '住院两周，已和家长核实。');
  await press(page, 'main form button.main');
  await eye.look(who.teacher, 'an excuse asked', 'excuse-asked');
  await eye.go(who.head, '/excuses', 'excuses');
  await press(who.head.page, 'button[value=approve]');
  await eye.look(who.head, 'an excuse approved', 'excuse-approved');
}

// ---- what goes up ----

async function ledgersOpen(eye) {
  const { page } = who.head;
  await eye.go(who.head, '/ledger/school', 'ledger-school');
  const door = page.locator('main table a[href*="/ledger/list"]').first();
  await eye.go(who.head, await door.getAttribute('href'), 'ledger-list');
  await eye.go(who.teacher, '/ledger/class', 'ledger-class-360');
  await eye.go(who.clerk, '/ledger/county', 'ledger-county');
  await eye.go(who.clerk, '/board/county', 'board-county');
  await eye.go(who.head, '/board/school', 'board-school');
  await eye.go(who.clerk, '/members-diff', 'members-diff');
}

async function step(page, name, comment) {
  const button = page.locator(`button[name=step][value=${name}]`).first();
  await button.waitFor({ state: 'attached' });
  const fold = page.locator(`details:has(button[name=step][value=${name}]):not([open]) > summary`).first();
  if (await fold.count()) await fold.click();
  const note = page.locator(`form:has(button[value=${name}]) [name=comment]`).first();
  if (comment && await note.count()) await note.fill(comment);
  await Promise.all([page.waitForNavigation(), button.click()]);
}

async function ledgerGoesUp(eye) {
  const teacher = who.teacher.page, head = who.head.page;
  await teacher.goto(eye.url + '/ledger/class');
  await step(teacher, 'submit');
  await eye.look(who.teacher, 'a class ledger handed up', 'ledger-submitted');
  const address = teacher.url();
  await head.goto(address);
  await step(head, 'return', '电话号码请再核对');
  await eye.look(who.head, 'a class ledger returned', 'ledger-returned');
  await teacher.goto(address);
  await step(teacher, 'submit');
  await head.goto(address);
  await step(head, 'accept');
  await eye.look(who.head, 'a class ledger accepted', 'ledger-accepted');
  const clerk = who.clerk.page;
  await clerk.goto(address);
  await step(clerk, 'lock');
  await eye.look(who.clerk, 'a class ledger locked', 'ledger-locked');
  await says(clerk, /锁/);
}

async function everyDoor(eye) {
  for (const [person, seed] of [[who.clerk, '/today'], [who.head, '/today'], [who.teacher, '/today']]) {
    await person.page.goto(eye.url + seed);
    const doors = await person.page.evaluate(() => [...new Set([...document.querySelectorAll('nav a')].map((a) => a.getAttribute('href')))].filter((h) => h.startsWith('/')));
    for (const width of [PHONE, DESK]) {
      await person.page.setViewportSize(width);
      for (const door of doors) await eye.go(person, door, `door-${person.name}-${width.width}${door.replace(/\W+/g, '-')}`);
    }
  }
}

export const story = [
  ['the clerk signs in and has to change the first password', clerkSignsIn],
  ['the clerk uploads a roll, sees what it would do, and carries it out', clerkImports],
  ['the clerk looks at schemes and loads them', clerkLoadsSchemes],
  ['the school pairs', schoolPairs],
  ['the teacher opens Today on a phone', teacherToday],
  ['the teacher records a talk with at most five touches and hears what it was worth', teacherRecords],
  ['one visit', teacherVisits],
  ['one visit serves brothers and sisters', visitOfSiblings],
  ['the child, the list, me, the telephone numbers', teacherChild],
  ['a record without JavaScript', withoutScript],
  ['without a network nothing typed is lost', offlineKeeps],
  ['a wrong record is taken back', teacherVoids],
  ['an excuse is asked by one and approved by another', excuseAsked],
  ['ledgers open, and a number opens its list', ledgersOpen],
  ['a class ledger is handed up, returned, accepted and locked', ledgerGoesUp],
  ['every door of everybody, on a phone and at a desk', everyDoor],
];
