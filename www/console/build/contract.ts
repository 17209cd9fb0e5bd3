// What the form takes from the contract: lists of values, the order of members, the example.

import type { CreateChainRequest, RuleId } from 'identification-chain';

export interface Contract {
  /** The API reference's example. */
  readonly example: CreateChainRequest;
  /** The values that the API is known to accept, by the member's name. Each list is open. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** The names of all members, in the order of the contract. No two objects share a name. */
  readonly members: readonly string[];
  /** The rules whose severity is fixed. */
  readonly fixedRules: readonly string[];
}

/** tools/console-contract.ts writes it into the built page. */
declare const CONTRACT: Contract;

export const { example, lists, members } = CONTRACT;

const fixedRules = new Set(CONTRACT.fixedRules);

/** Whether nobody can change the severity of a rule. */
export function isFixed(rule: RuleId): boolean {
  return fixedRules.has(rule);
}

type Step = CreateChainRequest['sequence'][number];

/** A step as the reference's example has it, or one with a type alone. */
export function exampleStep(type: string): Step {
  return (
    example.sequence.find((step) => step.identification_type === type) ?? {
      identification_type: type,
    }
  );
}

/** The names of values for people. */
const valueNames: Readonly<Record<string, string>> = {
  OTP: 'One-time code',
  AGENT: 'Agent',
  IDENTITY_DOCUMENT: 'Identity document',
  IDENTITY_CARD: 'Identity card',
  PASSPORT: 'Passport',
  SMS: 'SMS',
  EMAIL: 'E-mail',
  WHATSAPP: 'WhatsApp',
  DOCUMENT_NUMBER: 'Document number',
  PERSONAL_DOCUMENT_IMAGE: 'Image of the document',
  INTERNAL: 'Internal',
  EXTERNAL: 'External',
};

/** Returns the name of a value for people. A value that has no name is its own. */
export function nameOfValue(value: string): string {
  return valueNames[value] ?? value;
}
