// SPDX-License-Identifier: Apache-2.0
// A county of one invented school for the browser, made by the program itself as a clerk's office would: init, lists of schools and
// staff. Everything after that happens in the browser.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SECRET = 'yanzi-2026-chuyan';

export function houseMake(program, address) {
  const dir = mkdtempSync(join(tmpdir(), 'chuyan-e2e-'));
  const env = { ...process.env, CHUYAN_DB: address ?? join(dir, 'county.db'), CHUYAN_KEY_FILE: join(dir, 'key') };
  const run = (...args) => execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  run('demo-files', join(dir, 'files'), '--small');
  const first = JSON.parse(run('init', '--code', '990101', '--name', '演示县教育局', '--admin', 'admin', '--clerk', 'clerk', '--demo', '--json'));
  run('place', 'import', join(dir, 'files', 'places.xlsx'));
  run('staff', 'import', join(dir, 'files', 'staff.xlsx'), '--as-of', '2026-09-01', '--accounts', join(dir, 'accounts.csv'), '--password', SECRET);
  const staff = readFileSync(join(dir, 'accounts.csv'), 'utf8').replace(/^\uFEFF/, '').trim().split(/\r?\n/).slice(1)
    .map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')))
    .map(([school, name, post, login]) => ({ school, name, post, login }));
  const rolls = join(dir, 'files', 'rolls');
  return {
    dir, run, staff, env,
    clerk: first.find((one) => one.login === 'clerk'),
    roll: join(rolls, readdirSync(rolls)[0]),
    files: join(dir, 'files'),
    drop: () => rmSync(dir, { recursive: true, force: true }),
  };
}

// Starts the server on a free port; resolves with its address when it answers.
export function houseServe(program, house) {
  const server = spawn(program, ['serve', '--port', '0', '--quiet', '--per-address', '500'], { env: house.env, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((done, fail) => {
    let said = '';
    const hear = (bytes) => {
      said += bytes;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (url) done({ url: url[0], stop: () => new Promise((gone) => { server.on('exit', gone); server.kill('SIGTERM'); }) });
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
}
