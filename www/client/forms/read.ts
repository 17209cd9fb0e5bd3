// Reads the values of a form into a request. What it cannot read stays as it is, so that the check
// reports it.

import {
  documentCountry,
  documentTypes,
  type FieldFacts,
  type Fields,
  stepDetails,
} from '../generated/forms.ts';
import { callingCode, internationalPhone, nationalNumber, nationalPhone } from './phone.ts';

/** A request, and what is needed to find the fields of the form again. */
export interface Reading {
  /** The request. It is not checked yet. */
  readonly request: unknown;
  /** The index in the form of each item of the request's list. */
  readonly items: readonly number[];
  /** Whether the form has items of the list, and all of them are empty. */
  readonly isListEmpty: boolean;
  /** Whether the form has one field for the phone, and not two. */
  readonly hasOnePhoneField: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** Reads the values of a form. A value that is not an object stays as it is. */
export function readForm(
  values: unknown,
  fields: Fields,
  defaultCode: string | undefined,
): Reading {
  const reader = new Reader(defaultCode);
  const request = isObject(values) ? reader.object(values, fields) : values;
  const { items, isListEmpty, hasOnePhoneField } = reader;
  return { request, items, isListEmpty, hasOnePhoneField };
}

class Reader {
  items: readonly number[] = [];
  isListEmpty = false;
  hasOnePhoneField = false;
  readonly #defaultCode: string | undefined;

  constructor(defaultCode: string | undefined) {
    this.#defaultCode = defaultCode;
  }

  /** Reads the members of an object, and adds the required objects that it does not have. */
  object(values: Values, fields: Fields): Values {
    const members = Object.entries(values).map(([name, value]) => {
      const facts = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, facts ? this.#member(value, facts) : filled(value)] as const;
    });
    const missing = Object.entries(fields)
      .filter(([name, facts]) => isRequiredObject(facts) && !Object.hasOwn(values, name))
      .map(([name, facts]) => [name, this.#member(undefined, facts)] as const);
    return Object.fromEntries([...members, ...missing].filter(([, value]) => value !== undefined));
  }

  /** Reads a member. `undefined` if it is empty. */
  #member(value: unknown, facts: FieldFacts): unknown {
    const { kind, fields = {} } = facts;
    if (kind === 'phone') return this.#phone(value, fields);
    const content = filled(value);
    if (kind === 'list') return Array.isArray(content) ? this.#list(content, fields) : content;
    return facts.fields === undefined ? scalarOf(content, kind) : this.#group(content, facts);
  }

  /** Reads an object. A required one is always there, so that the issues are at its fields. */
  #group(content: unknown, { kind, required, fields = {} }: FieldFacts): unknown {
    if (content === undefined) return required ? this.object({}, fields) : undefined;
    if (!isObject(content)) return content;
    const group = this.object(content, fields);
    if (isEmpty(group) && !required) return undefined;
    return kind === 'document' ? compactDocument(group) : group;
  }

  #list(values: readonly unknown[], fields: Fields): unknown {
    const kept = values
      .map((value, index) => ({ index, item: this.#item(value, fields) }))
      .filter(({ item }) => item !== undefined);
    this.items = kept.map(({ index }) => index);
    this.isListEmpty = kept.length === 0 && values.some(isObject);
    return kept.length > 0 ? kept.map(({ item }) => item) : undefined;
  }

  /** Reads a step. The details that its type needs stay, even if every field in them is empty. */
  #item(value: unknown, fields: Fields): unknown {
    // A form library has `false` for a checkbox that is not checked.
    const content = value === false ? undefined : filled(value);
    if (!isObject(content)) return content;
    const step = this.object(content, fields);
    const type = String(step['identification_type']);
    const details = Object.hasOwn(stepDetails, type) ? stepDetails[type] : undefined;
    if (details !== undefined && isObject(content[details]) && !Object.hasOwn(step, details)) {
      return { ...step, [details]: {} };
    }
    return isEmpty(step) ? undefined : step;
  }

  #phone(value: unknown, fields: Fields): unknown {
    this.hasOnePhoneField = !isObject(value);
    const content = filled(value);
    if (isObject(content)) {
      const number = content['phone_number'];
      const whole = typeof number === 'string' ? internationalPhone(number) : undefined;
      const phone = { ...this.object(content, fields), ...whole };
      // A calling code alone is not a phone: it is often selected in advance.
      return filled(number) === undefined && isOnlyCode(phone) ? undefined : phone;
    }
    if (typeof content !== 'string' && typeof content !== 'number') return content;
    const text = String(content);
    const code = this.#defaultCode;
    return internationalPhone(text) ?? (code && nationalPhone(code, text)) ?? content;
  }
}

function isOnlyCode(phone: Values): boolean {
  return Object.keys(phone).every((name) => name === 'country_code');
}

/** Trims a text. `undefined` for a value that an empty field has. */
function filled(value: unknown): unknown {
  const content = typeof value === 'string' ? value.trim() : value;
  return content === '' || content === null || Number.isNaN(content) ? undefined : content;
}

function scalarOf(content: unknown, kind: FieldFacts['kind']): unknown {
  if (kind === 'calling-code' && typeof content === 'number') return String(content);
  return typeof content === 'string' ? textOf(content, kind) : content;
}

function textOf(text: string, kind: FieldFacts['kind']): unknown {
  switch (kind) {
    case 'code':
    case 'document-number':
      return upperCase(text);
    case 'calling-code':
      return callingCode(text);
    case 'integer':
      return nationalNumber(text);
    case 'boolean':
      // `on` is the value of a checkbox that has none of its own.
      return text === 'true' || text === 'on' || (text === 'false' ? false : text);
    default:
      return text;
  }
}

/** Other letters than those of ASCII are not in any code, so they stay for the check. */
function upperCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

const documentSeparators = /[\s.\-\u2010-\u2015\u2212]/g;

/**
 * Removes spaces, dots and dashes from a Spanish number. Its forms have nine characters and none of these
 * (Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008), so they only separate. The numbers
 * of other countries and of passports may have them, and stay as they are.
 */
function compactDocument(document: Values): Values {
  const { document_number: number, document_type: type, country } = document;
  const isChecked = country === documentCountry && documentTypes.includes(String(type));
  if (!isChecked || typeof number !== 'string') return document;
  const digits = number.replace(documentSeparators, '');
  return /^[0-9A-Z]\d{7}[0-9A-Z]$/.test(digits)
    ? { ...document, document_number: digits }
    : document;
}

function isRequiredObject({ kind, required }: FieldFacts): boolean {
  return required === true && (kind === 'object' || kind === 'document');
}

/** Whether a value is an object with members, and not an object such as a Map, a File or a Date. */
function isObject(value: unknown): value is Values {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** Whether an object has nothing but objects without values, such as the required ones that were added. */
function isEmpty(object: Values): boolean {
  return Object.values(object).every((value) => isObject(value) && isEmpty(value));
}
