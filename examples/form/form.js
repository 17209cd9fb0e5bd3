// Checks the form while somebody fills it in, and sends it.

import {
  createClient,
  isApiError,
  isBadRequestError,
  isOutcomeUnknownError,
} from 'identification-chain';
import { checkForm, formValues } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';

/** Most people here have a Spanish phone. All others write their number with + and the country code. */
const options = { messages: en, callingCode: '34' };

// The gateway of ../node. It has the credential; a page must not.
const chains = createClient({ gateway: '/api/identification', totalTimeout: 30_000 });

/** The place of the creation's key, so that it survives a reload of the page. */
const storedKey = 'creation';

/** A second click, or a reload, does not make a second chain. Other data are another creation. */
const creation = chains.creation({ key: sessionStorage.getItem(storedKey) ?? undefined });

/**
 * Creates the chain, or finds the one that an earlier click has created.
 *
 * @param {object} request
 */
async function create(request) {
  const call = creation.send(request);
  sessionStorage.setItem(storedKey, creation.key);
  const chain = await call;
  sessionStorage.removeItem(storedKey);
  return chain;
}

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (element('form'));
const start = element('start');

/** The fields, and the group of the steps, that have a place for messages. */
const fields = Array.from(form.elements).filter(({ id }) => element(`${id}-message`));

/** The fields that the person has left once. The others show no message yet. */
const visited = new Set();

const steps = {
  OTP: { identification_type: 'OTP', otp_step: { channel: { type: 'SMS' } } },
  IDENTITY_DOCUMENT: {
    identification_type: 'IDENTITY_DOCUMENT',
    identity_document_step: { provider_type: 'INTERNAL' },
  },
  AGENT: { identification_type: 'AGENT' },
};

/** What the form has now. The steps are a choice of this page, and the rest are fields of the request. */
function valuesOf() {
  const data = new FormData(form);
  return {
    ...formValues('createChain', data),
    sequence: data.getAll('step').map((step) => steps[step]),
  };
}

/**
 * Shows the first error of each field, or its first warning as a hint. Clears all other messages.
 *
 * @param {readonly { name: string, message: string, severity: string }[]} issues
 */
function show(issues) {
  for (const field of fields) {
    const own = issues.filter(({ name }) => name === field.name);
    const issue = own.find(({ severity }) => severity === 'error') ?? own[0];
    const message = element(`${field.id}-message`);
    message.textContent = issue?.message ?? '';
    message.dataset.severity = issue?.severity ?? '';
    if (!field.matches('fieldset')) {
      field.setAttribute('aria-invalid', String(issue?.severity === 'error'));
    }
  }
}

/** Whether the person has tried to send the form. Until then no field is missing. */
let isComplete = false;

function checkVisited() {
  const { issues } = checkForm('createChain', valuesOf(), { ...options, partial: !isComplete });
  show(issues.filter(({ name }) => visited.has(name)));
}

form.addEventListener('input', checkVisited);
form.addEventListener('focusout', ({ target }) => {
  if (target.name === '' || visited.has(target.name)) return;
  visited.add(target.name);
  checkVisited();
});

// The focus stays where it is during a press. If a field lost it, its message could appear, which moves
// what is below it, and the click would miss.
form.addEventListener('mousedown', (event) => {
  if (event.target.closest('button, .choice')) event.preventDefault();
});

let isSending = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (isSending) return;
  for (const { name } of fields) visited.add(name);
  isComplete = true;
  const { request, issues } = checkForm('createChain', valuesOf(), options);
  showIssues(issues);
  if (request === undefined) return;
  setSending(true);
  try {
    const { id } = await create(request);
    element('chain').textContent = id;
    form.hidden = true;
    element('done').hidden = false;
    element('done').focus();
  } catch (error) {
    showFailure(error);
  } finally {
    setSending(false);
  }
});

/** @param {boolean} sending */
function setSending(sending) {
  isSending = sending;
  // Not `disabled`, which would take the focus away.
  start.setAttribute('aria-disabled', String(sending));
  start.textContent = sending ? 'Starting …' : 'Start';
}

/**
 * Shows issues at their fields. If one of them is an error, leads the person to the first wrong field.
 *
 * @param {Parameters<typeof show>[0]} issues
 */
function showIssues(issues) {
  show(issues);
  const isWrong = issues.some(({ severity }) => severity === 'error');
  element('summary').textContent = isWrong
    ? 'Please check the marked fields. Nothing was started.'
    : '';
  form
    .querySelector('[aria-invalid="true"], fieldset:has(> .message[data-severity="error"]) input')
    ?.focus();
}

/** @param {unknown} error */
function showFailure(error) {
  const summary = element('summary');
  const issues = issuesOf(error);
  if (issues.length > 0) {
    showIssues(issues);
  } else if (isOutcomeUnknownError(error) || (isApiError(error) && error.mayBeDone)) {
    summary.textContent =
      'We do not know whether this was started. Press Start again; nothing is started twice. If you read this again, look for a message on your phone.';
  } else if (isBadRequestError(error)) {
    summary.textContent = 'The provider does not accept these data. Nothing was started.';
  } else {
    summary.textContent =
      'This does not work at the moment. Nothing was started; please try later.';
  }
}

/**
 * What the API found wrong with a field of the form.
 *
 * @param {unknown} error
 */
function issuesOf(error) {
  if (!isBadRequestError(error)) return [];
  return error.serverErrors
    .map(({ ref = '', details = '' }) => ({
      name: ref.slice(1).replaceAll('/', '.'),
      message: details,
      severity: 'error',
    }))
    .filter(({ name }) => fields.some((field) => field.name === name));
}
