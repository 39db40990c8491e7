/* SPDX-License-Identifier: Apache-2.0 */
/* What makes the pages handier. Everything works without it, except that a page which cannot reach the server keeps what was typed:
   it stays in the form, never in the browser's storage, for a child's words must not lie about on a phone. */
(function () {
  'use strict';
  var sheet = document.getElementById('sheet');
  var body = sheet && sheet.querySelector('.sheet-body');
  var offline = document.getElementById('offline');
  var dirty = null;
  var opener = null;

  function tell(gone) {
    if (!offline) return;
    if (sheet && sheet.open) sheet.insertBefore(offline, body);   /* what lies under the sheet is not seen */
    else document.getElementById('main').prepend(offline);
    offline.hidden = !gone;
    if (gone) offline.scrollIntoView({ block: 'nearest' });
  }
  addEventListener('offline', function () { tell(true); });
  addEventListener('online', function () { tell(false); });

  function get(url, options) {
    options = options || {};
    options.headers = Object.assign({ 'HX-Request': 'true' }, options.headers);
    options.credentials = 'same-origin';
    return fetch(url, options);
  }

  /* The sheet over the page. Without <dialog> the link is simply followed. */
  function show(html) {
    body.innerHTML = html;
    if (window.htmx) window.htmx.process(body);
    if (!sheet.open) sheet.showModal();
    sheet.scrollTop = 0;
    var first = body.querySelector('.error') ? body.querySelector('[aria-invalid]') : body.querySelector('h1');
    if (first) first.focus();
  }
  function open(url) {
    get(url).then(function (r) {
      if (r.redirected || !r.ok) { location.href = url; return null; }
      return r.text().then(show);
    }).catch(function () { tell(true); });
  }
  function close() {
    if (dirty && sheet.contains(dirty) && !confirm(sheet.dataset.lose)) return;
    dirty = null;
    sheet.close();
    body.textContent = '';
    if (opener) opener.focus();
  }

  /* A record is sent without leaving the page, so that a dead network loses nothing. */
  function send(form, button) {
    var data = new URLSearchParams(new FormData(form));
    if (button && button.name) data.append(button.name, button.value);
    var done = form.querySelector('[data-sheet-close]');
    get(form.action, { method: 'POST', body: data, redirect: 'manual' }).then(function (r) {
      var to = r.headers.get('HX-Redirect');
      if (to || r.type === 'opaqueredirect') {
        dirty = null;
        if (to) location.href = to;
        else if (sheet && sheet.open) location.reload();
        else location.href = done ? done.href : '/today';
        return null;
      }
      return r.text().then(function (html) {
        free(form);
        if (sheet && sheet.contains(form)) show(html);
        else swap(form, html);
      });
    }).catch(function () { free(form); tell(true); });
  }
  function swap(form, html) {
    var host = form.closest('.record') || form.closest('section') || form;
    var made = document.createElement('div');
    made.innerHTML = html;
    host.replaceWith.apply(host, Array.prototype.slice.call(made.childNodes));
    var wrong = document.querySelector('[aria-invalid]');
    if (wrong) wrong.focus();
  }
  function free(form) { form.classList.remove('busy'); form.removeAttribute('aria-busy'); }

  document.addEventListener('click', function (e) {
    var a = e.target.closest && e.target.closest('a, button');
    if (!a || e.defaultPrevented) return;
    if (a.hasAttribute('data-print')) { print(); return; }
    if (a.classList.contains('sheet-close')) { close(); return; }
    if (!sheet || !sheet.showModal || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    if (a.hasAttribute('data-sheet-close') && sheet.contains(a)) { e.preventDefault(); close(); }
    else if (a.hasAttribute('data-sheet')) {
      e.preventDefault();
      if (!sheet.contains(a)) opener = a;
      open(a.href);
    }
  });

  document.addEventListener('submit', function (e) {
    var form = e.target;
    if (form.classList.contains('busy')) { e.preventDefault(); return; }   /* a second press of the same button */
    if (form.hasAttribute('data-once') && !(e.submitter && e.submitter.formTarget)) { form.classList.add('busy'); form.setAttribute('aria-busy', 'true'); }
    if (form.hasAttribute('data-keep')) { e.preventDefault(); send(form, e.submitter); }
    else if (form.hasAttribute('data-sheet-form') && sheet && sheet.contains(form)) {
      e.preventDefault();
      var q = new URLSearchParams(new FormData(form));
      if (form.method === 'post') get(form.action, { method: 'POST', body: q }).then(function (r) { return r.text(); }).then(show).catch(function () { tell(true); });
      else open(form.action + '?' + q);
    }
  });
  document.addEventListener('input', function (e) { var f = e.target.closest('form[data-keep]'); if (f) dirty = f; });
  addEventListener('beforeunload', function (e) { if (dirty && document.contains(dirty)) { e.preventDefault(); e.returnValue = ''; } });
  addEventListener('pageshow', function () { document.querySelectorAll('.busy').forEach(free); });
  if (sheet) sheet.addEventListener('cancel', function (e) { e.preventDefault(); close(); });
  document.querySelectorAll('[data-print]').forEach(function (b) { b.hidden = false; });
})();
