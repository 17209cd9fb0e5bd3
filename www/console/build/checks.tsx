// The summary of the check: the verdict, each issue with the ways to it, and the changed rules.

import { useComputed, useSignal } from '@preact/signals';
import type { Provenance, RuleId, Severity } from 'identification-chain';
import type { Placed } from '../editor/places.ts';
import { Icon } from '../icon.tsx';
import { report } from '../state/draft.ts';
import { type Language, language, rules, setSeverity } from '../state/settings.ts';
import { checkTime, timeInWords } from './check-time.ts';
import { isFixed } from './contract.ts';
import { nameOfPath } from './names.ts';
import { goTo, goToJson, places } from './places.ts';

/** How many issues the list shows before somebody asks for all. */
const few = 12;

const sources: Readonly<Record<Provenance, string>> = {
  reference: 'API reference',
  provider: 'Provider’s other pages',
  logic: 'Logic',
  standard: 'Standard',
};

const languages: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['es', 'Español'],
];

export function Checks() {
  const areAllShown = useSignal(false);
  const all = places.value;
  const shown = areAllShown.value ? all : all.slice(0, few);
  return (
    <section class="card checks" aria-labelledby="checks-title">
      <header class="part-head">
        <h3 id="checks-title" tabIndex={-1}>
          Checks
        </h3>
        <Verdict />
      </header>
      {shown.length > 0 && (
        <ul class="issues" id="issues" lang={language.value}>
          {shown.map((placed) => (
            <IssueRow key={`${placed.issue.rule} ${placed.issue.path}`} placed={placed} />
          ))}
        </ul>
      )}
      {shown.length < all.length && (
        <button
          type="button"
          class="button more"
          onClick={() => {
            areAllShown.value = true;
          }}
        >
          Show all {all.length}
        </button>
      )}
      {all.length === 0 && (
        <p class="empty">Nothing to mend. The server can still have its own reasons.</p>
      )}
      <ChangedRules />
      <footer class="checks-foot">
        <Languages />
        <CheckTime />
      </footer>
    </section>
  );
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** Returns the result of the check in words. */
function verdictOf({ errors, warnings }: { errors: number; warnings: number }): string {
  const parts = [
    errors > 0 && counted(errors, 'error'),
    warnings > 0 && counted(warnings, 'warning'),
  ];
  const list = parts.filter(Boolean).join(', ');
  if (errors > 0) return list;
  return list === '' ? 'Ready to create' : `Ready to create, ${list}`;
}

function Verdict() {
  const words = useComputed(() => verdictOf(report.value));
  const kind = useComputed(() => {
    if (report.value.errors > 0) return 'error';
    return report.value.warnings > 0 ? 'warning' : 'good';
  });
  return (
    <p class="verdict" role="status" data-kind={kind}>
      <Icon name={kind.value} />
      {words}
    </p>
  );
}

function CheckTime() {
  const time = useComputed(() =>
    checkTime.value === undefined ? '' : `checked in ${timeInWords(checkTime.value)}`,
  );
  return (
    <p class="check-time" title="The mean of many checks by the core, in this browser">
      {time}
    </p>
  );
}

function IssueRow({ placed }: { placed: Placed }) {
  const { issue, line } = placed;
  return (
    <li class="issue" data-severity={issue.severity}>
      <Icon name={issue.severity} />
      <p class="issue-text">
        <span class="hidden" lang="en">
          {issue.severity === 'error' ? 'Error: ' : 'Warning: '}
        </span>
        <button type="button" class="link" lang="en" onClick={() => goTo(placed)}>
          {nameOfPath(issue.path)}
        </button>{' '}
        {issue.message}
      </p>
      <RuleSeverity rule={issue.rule} severity={issue.severity} />
      <p class="facts" lang="en">
        <button type="button" class="link" onClick={() => goToJson(placed)}>
          Line {line}
        </button>
        {issue.path !== '' && <code>{issue.path}</code>}
        <code>{issue.rule}</code>
        <span>{sources[issue.provenance]}</span>
      </p>
    </li>
  );
}

/** The severity of a rule, which somebody can change unless it is fixed. */
function RuleSeverity({ rule, severity }: { rule: RuleId; severity: Severity | 'off' }) {
  if (isFixed(rule)) {
    return (
      <span class="fixed" title="Nobody can change the severity of this rule">
        <Icon name="fixed" />
        Fixed
      </span>
    );
  }
  return (
    <span class="select small">
      <select
        aria-label={`Severity of ${rule}`}
        value={severity}
        onChange={({ currentTarget }) => {
          setSeverity(rule, currentTarget.value as Severity | 'off');
          requestAnimationFrame(keepFocus);
        }}
      >
        <option value="error">Error</option>
        <option value="warning">Warning</option>
        <option value="off">Off</option>
      </select>
    </span>
  );
}

/** Moves the focus to the title if the control that had it went away with its issue. */
function keepFocus(): void {
  if (document.activeElement === document.body) document.getElementById('checks-title')?.focus();
}

function ChangedRules() {
  const changed = Object.entries(rules.value) as [RuleId, Severity | 'off'][];
  if (changed.length === 0) return null;
  return (
    <section class="changed" aria-labelledby="changed-title">
      <header>
        <h4 id="changed-title">Changed rules</h4>
        <button
          type="button"
          class="link"
          onClick={() => {
            rules.value = {};
            requestAnimationFrame(keepFocus);
          }}
        >
          Reset all
        </button>
      </header>
      <ul>
        {changed.map(([rule, severity]) => (
          <li key={rule}>
            <code>{rule}</code>
            <RuleSeverity rule={rule} severity={severity} />
            <button
              type="button"
              class="link"
              aria-label={`Reset ${rule}`}
              onClick={() => {
                setSeverity(rule, undefined);
                requestAnimationFrame(keepFocus);
              }}
            >
              Reset
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Languages() {
  return (
    <fieldset class="segments">
      <legend>Messages in</legend>
      {languages.map(([code, name]) => (
        <label key={code} lang={code}>
          <input
            type="radio"
            name="language"
            value={code}
            checked={language.value === code}
            onChange={() => {
              language.value = code;
            }}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
