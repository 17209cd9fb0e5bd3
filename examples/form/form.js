// Checks the form while somebody fills it in, and sends it.

import {
  createClient,
  isApiError,
  isBadRequestError,
  isOutcomeUnknownError,
  isValidationError,
  validate,
} from 'identification-chain';

/**
 * Words for people who fill in a form. All other rules keep the package's own words.
 *
 * @type {import('identification-chain').Messages}
 */
const messages = ({ rule }) => {
  if (rule === 'needed-by-step') return 'is missing; the steps below need it';
  if (rule === 'empty-sequence') return 'needs at least one choice';
  return undefined;
};

// The gateway of ../node. It has the credential; a page must not.
const chains = createClient({ gateway: '/api/identification', totalTimeout: 30_000, messages });

/** The place of the creation's key, so that it survives a reload of the page. */
const storedKey = 'creation';

/** One creation until its chain exists: a second click, or a reload, does not make a second chain. */
let creation = chains.creation({ key: sessionStorage.getItem(storedKey) ?? undefined });

/**
 * Creates the chain, or finds the one that an earlier click has created.
 *
 * @param {object} request
 */
async function create(request) {
  const call = creation.send(request);
  sessionStorage.setItem(storedKey, creation.key);
  try {
    const chain = await call;
    startOver();
    return chain;
  } catch (error) {
    if (!isKeyReused(error)) throw error;
    // The key was used before the reload, with other data. These are another creation.
    startOver();
    return create(request);
  }
}

/** @param {unknown} error */
function isKeyReused(error) {
  return isApiError(error) && error.body?.type === 'urn:identification-chain:problem:key-reused';
}

function startOver() {
  sessionStorage.removeItem(storedKey);
  creation = chains.creation();
}

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (element('form'));
const start = element('start');

/** The places for messages, by the paths of the request. */
const places = new Map(
  Array.from(form.querySelectorAll('[data-path]'), (place) => [place.dataset.path, place]),
);

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

/** The request as the form has it now. An empty field is absent. */
function requestOf() {
  const data = new FormData(form);
  const text = (path) => data.get(path).trim() || undefined;
  const phone = {
    country_code: text('/actor/msisdn/country_code'),
    phone_number: numberOf(text('/actor/msisdn/phone_number')),
  };
  return {
    actor: {
      name: text('/actor/name'),
      last_name: text('/actor/last_name'),
      email: text('/actor/email'),
      identity_document: {
        document_number: text('/actor/identity_document/document_number'),
        document_type: text('/actor/identity_document/document_type'),
        country: text('/actor/identity_document/country'),
      },
      msisdn: phone.country_code || phone.phone_number ? phone : undefined,
      language: 'ES',
    },
    expires_in: 'PT15M',
    sequence: data.getAll('step').map((step) => steps[step]),
  };
}

/**
 * The API takes the phone number as a number. Anything else stays text, which the check reports.
 *
 * @param {string | undefined} text
 */
function numberOf(text) {
  const digits = text?.replaceAll(/[\s-]/g, '');
  return digits && /^\d{1,15}$/.test(digits) ? Number(digits) : text;
}

/**
 * Shows issues at their fields, and clears the messages of all others.
 *
 * @param {readonly { path: string, message: string, severity: string }[]} issues
 */
function show(issues) {
  for (const place of places.values()) setMessage(place, undefined);
  for (const issue of issues) setMessage(placeOf(issue.path), issue);
}

/**
 * The place of the field that an issue is about, or of the nearest group that has it.
 *
 * @param {string} path
 */
function placeOf(path) {
  let at = path;
  while (at !== '' && !places.has(at)) at = at.slice(0, at.lastIndexOf('/'));
  return places.get(at);
}

/**
 * Shows the first message of a place, or clears it.
 *
 * @param {HTMLElement | undefined} place
 * @param {{ message: string, severity: string } | undefined} issue
 */
function setMessage(place, issue) {
  const message = place?.querySelector(':scope > .message');
  if (!message || (issue && message.textContent !== '')) return;
  const name = place.querySelector('label, legend').firstChild.textContent.trim();
  // A message is to be read after the name of the field.
  message.textContent = issue ? `${name} ${issue.message}` : '';
  message.dataset.severity = issue?.severity ?? '';
  const isWrong = issue?.severity === 'error';
  if (place.matches('.field')) {
    place.querySelector('input, select').setAttribute('aria-invalid', String(isWrong));
  }
}

/** Whether the person has tried to send the form. Until then no field is missing. */
let isComplete = false;

function checkVisited() {
  const { issues } = validate(requestOf(), { partial: !isComplete, messages });
  show(issues.filter(({ path }) => visited.has(placeOf(path)?.dataset.path)));
}

form.addEventListener('input', checkVisited);
form.addEventListener('focusout', ({ target }) => {
  if (target.name === '' || visited.has(target.name)) return;
  visited.add(target.name);
  checkVisited();
});

let isSending = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (isSending) return;
  setSending(true);
  element('summary').textContent = '';
  for (const path of places.keys()) visited.add(path);
  isComplete = true;
  try {
    const { id } = await create(requestOf());
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

/** @param {unknown} error */
function showFailure(error) {
  const summary = element('summary');
  const issues = issuesOf(error);
  if (issues.length > 0) {
    show(issues);
    summary.textContent = 'Please check the marked fields. Nothing was started.';
    form
      .querySelector('[aria-invalid="true"], fieldset:has(> .message[data-severity="error"]) input')
      ?.focus();
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
 * The issues that the check here found, or the API about a field of the form.
 *
 * @param {unknown} error
 */
function issuesOf(error) {
  if (isValidationError(error)) return error.issues;
  if (!isBadRequestError(error)) return [];
  return error.serverErrors
    .map(({ ref = '', details = '' }) => ({ path: ref, message: details, severity: 'error' }))
    .filter(({ path }) => placeOf(path) !== undefined);
}
