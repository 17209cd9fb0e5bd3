// The requests to start from. All of them come from the API reference's example.

import { example, exampleStep, nameOfValue } from './contract.ts';

export interface Preset {
  readonly name: string;
  /** The request as JSON. */
  readonly text: string;
}

const written = (request: unknown): string => JSON.stringify(request, null, 2);

const only = (type: string): string => written({ ...example, sequence: [exampleStep(type)] });

export const referenceExample: Preset = { name: 'Reference example', text: written(example) };

export const presets: readonly Preset[] = [
  referenceExample,
  { name: 'SMS code', text: only('OTP') },
  { name: nameOfValue('AGENT'), text: only('AGENT') },
  { name: 'Document', text: only('IDENTITY_DOCUMENT') },
  { name: 'Empty', text: written({ actor: {}, expires_in: example.expires_in, sequence: [] }) },
];
