// Tests how the form changes JSON text: at one place, with the white space of its neighbours.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { consoleConstants } from '../../tools/console-contract.ts';

const { CONTRACT = '' } = consoleConstants(process.cwd());
Object.assign(globalThis, { CONTRACT: JSON.parse(CONTRACT) });
const { parse, withItem, without, withMoved, withValue } = await import(
  '../../www/console/build/text.ts'
);

type Text = string;

for (const [does, before, change, after] of [
  [
    'replaces a value and nothing else',
    '{ "a" : 1.50, "actor":{ "name" :"x" }}',
    (text: Text) => withValue(parse(text), ['actor', 'name'], '"y"'),
    '{ "a" : 1.50, "actor":{ "name" :"y" }}',
  ],
  [
    'inserts a member in the order of the contract, in a line',
    '{ "actor": { "name": "x", "language": "ES" } }',
    (text: Text) => withValue(parse(text), ['actor', 'email'], '"e"'),
    '{ "actor": { "name": "x", "email": "e", "language": "ES" } }',
  ],
  [
    'inserts a member first, without white space',
    '{"sequence":[]}',
    (text: Text) => withValue(parse(text), ['actor', 'msisdn', 'phone_number'], '1'),
    '{"actor":{"msisdn":{"phone_number":1}},"sequence":[]}',
  ],
  [
    'makes objects on lines, with digits that a number would round',
    '{\r\n\t"expires_in": "P1D"\r\n}',
    (text: Text) =>
      withValue(parse(text), ['actor', 'msisdn', 'phone_number'], '99999999999999999999'),
    '{\r\n\t"actor": {\r\n\t\t"msisdn": {\r\n\t\t\t"phone_number": 99999999999999999999\r\n\t\t}\r\n\t},\r\n\t"expires_in": "P1D"\r\n}',
  ],
  [
    'fills an empty object on its own lines',
    '{\n  "actor": {}\n}',
    (text: Text) => withValue(parse(text), ['actor', 'name'], '"x"'),
    '{\n  "actor": {\n    "name": "x"\n  }\n}',
  ],
  [
    'adds an item as the items before are written',
    '{\n  "sequence": [\n    { "identification_type": "OTP" }\n  ]\n}',
    (text: Text) => withItem(parse(text), ['sequence'], 1, '{"identification_type":"AGENT"}'),
    '{\n  "sequence": [\n    { "identification_type": "OTP" },\n    {\n      "identification_type": "AGENT"\n    }\n  ]\n}',
  ],
  [
    'makes the array for the first item',
    '{}',
    (text: Text) => withItem(parse(text), ['sequence'], 0, '{"identification_type":"AGENT"}'),
    '{"sequence": [{"identification_type":"AGENT"}]}',
  ],
  [
    'removes the first, the last and the only child',
    '{ "a": [1, 2, 3], "b": 4 }',
    (text: Text) => {
      const first = without(parse(text), ['a', 0]);
      const last = without(parse(first), ['a', 1]);
      const only = without(parse(last), ['a', 0]);
      return `${first} ${last} ${only} ${without(parse(only), ['a'])}`;
    },
    '{ "a": [2, 3], "b": 4 } { "a": [2], "b": 4 } { "a": [], "b": 4 } { "b": 4 }',
  ],
  [
    'moves an item as it is written',
    '{"sequence":[ {"x":1.0},\n  9007199254740993 , "é"]}',
    (text: Text) => withMoved(parse(text), ['sequence'], 2, 0),
    '{"sequence":[ "é",\n  {"x":1.0} , 9007199254740993]}',
  ],
] as const) {
  it(does, () => assert.equal(change(before), after));
}
