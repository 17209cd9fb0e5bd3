// The page of the console. It creates, cancels and closes chains, as a front-end does.

import { createClient, isChainError, validate } from './identification-chain/index.js';

// The gateway has the token.
const chains = createClient({ gateway: '/api/identification' });

/** One creation until its chain is known: a second click after a lost answer makes no second chain. */
let creation = chains.creation();

/** @param {string} id */
const element = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));

/** @param {string} className @param {string} text */
function item(className, text) {
  const li = document.createElement('li');
  li.className = className;
  li.textContent = text;
  return li;
}

function showIssues() {
  const report = validate(element('request').value);
  const lines = report.issues.map(({ severity, path, message }) =>
    item(severity, `${severity}: ${path || 'the body'} ${message}`),
  );
  element('issues').replaceChildren(...(lines.length > 0 ? lines : [item('good', 'No issues.')]));
  element('create').disabled = !report.valid;
}

/** @param {string} className @param {string} text */
function log(className, text) {
  element('log').prepend(item(className, text));
}

/**
 * Runs an action when a button is clicked, and logs its result. The button is disabled meanwhile.
 *
 * @param {string} id @param {() => Promise<string>} action
 */
function onClick(id, action) {
  const button = element(id);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      log('good', await action());
    } catch (error) {
      log('error', isChainError(error) ? `${error.name}: ${error.message}` : String(error));
    } finally {
      button.disabled = false;
    }
  });
}

onClick('create', async () => {
  const { id } = await creation.send(element('request').value);
  creation = chains.creation();
  element('chain').value = id;
  return `Created ${id}`;
});
onClick('cancel', async () => {
  const id = element('chain').value;
  const reason = element('reason').value;
  await chains.cancelChain(id, reason === '' ? undefined : { reason });
  return `Cancelled ${id}`;
});
onClick('close', async () => {
  const id = element('chain').value;
  await chains.closeChain(id);
  return `Closed ${id}`;
});

const example = await fetch('example.json');
element('request').value = JSON.stringify(await example.json(), undefined, 2);
element('request').addEventListener('input', showIssues);
showIssues();
