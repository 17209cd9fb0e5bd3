// The fields of the person to identify.

import { countries, languages, wantCodes } from './codes.ts';
import { Group, SelectField, TextField, useAt } from './fields.tsx';
import { textAt } from './form.ts';
import type { Path } from './text.ts';

const actor: Path = ['actor'];
const document: Path = ['actor', 'identity_document'];
const phone: Path = ['actor', 'msisdn'];

/** A list of codes, or the draft's code alone until the list is made. */
function withOwn(list: typeof countries.value, own: string | undefined): typeof list {
  return list.length > 0 || own === undefined ? list : [[own, own]];
}

export function Actor() {
  return (
    <Group path={actor} legend="Actor">
      <div class="row">
        <TextField path={['actor', 'name']} label="Name" />
        <TextField path={['actor', 'last_name']} label="Last name" />
      </div>
      <div class="row">
        <TextField path={['actor', 'email']} label="E-mail" inputMode="email" isOptional />
        <Language />
      </div>
      <Group path={document} legend="Identity document" isMinor>
        <div class="row three">
          <SelectField path={[...document, 'document_type']} label="Document type" />
          <TextField path={[...document, 'document_number']} label="Document number" />
          <Country />
        </div>
      </Group>
      <Group path={phone} legend="Phone" isMinor isOptional>
        <div class="row phone">
          <TextField
            path={[...phone, 'country_code']}
            label="Country code"
            inputMode="numeric"
            prefix="+"
            isOptional
            optionalParent={phone}
          />
          <TextField
            path={[...phone, 'phone_number']}
            label="Phone number"
            inputMode="tel"
            isNumber
            isOptional
            optionalParent={phone}
          />
        </div>
      </Group>
    </Group>
  );
}

function Country() {
  const path: Path = [...document, 'country'];
  const own = useAt(path, textAt);
  return (
    <SelectField
      path={path}
      label="Country"
      choices={withOwn(countries.value, own.value)}
      onFocus={wantCodes}
    />
  );
}

function Language() {
  const path: Path = ['actor', 'language'];
  const own = useAt(path, textAt);
  return (
    <SelectField
      path={path}
      label="Language"
      choices={withOwn(languages.value, own.value)}
      onFocus={wantCodes}
      isOptional
    />
  );
}
