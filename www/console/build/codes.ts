// The codes of countries and languages that the core accepts, with their English names.

import { computed, signal } from '@preact/signals';
import { checkField } from 'identification-chain';

type Choices = readonly (readonly [code: string, name: string])[];

const areWanted = signal(false);

/** Makes the lists. They take some milliseconds, so they wait until somebody needs them. */
export function wantCodes(): void {
  areWanted.value = true;
}

export const countries = codesAt('/actor/identity_document/country', 'region');

export const languages = codesAt('/actor/language', 'language');

/** The codes of two upper-case letters that the core accepts in a field without an issue. */
function codesAt(path: string, type: 'region' | 'language') {
  return computed<Choices>(() => {
    if (!areWanted.value) return [];
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const codes = letters.flatMap((first) => letters.map((second) => first + second));
    const names = new Intl.DisplayNames('en', { type });
    return codes
      .filter((code) => checkField(path, code).length === 0)
      .map((code): readonly [string, string] => [code, `${nameOf(names, code)} (${code})`])
      .sort(([, one], [, other]) => one.localeCompare(other, 'en'));
  });
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  return names.of(names.resolvedOptions().type === 'language' ? code.toLowerCase() : code) ?? code;
}
