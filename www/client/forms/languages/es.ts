// The entry `identification-chain/forms/es`: what is wrong with a form, in Spanish, for the person who
// fills it in. The sentences name the field and address nobody, so they fit both «tú» and «usted».

import type { FormIssueFacts } from '../form-issue.ts';
import {
  byField,
  type FieldSentences,
  getsCode,
  listed,
  type Sentences,
  sentenceFor,
} from './sentences.ts';

/** Says in Spanish what is wrong with a field, in a whole sentence: `Falta el correo electrónico.` */
export function es(issue: FormIssueFacts): string {
  return sentenceFor(issue, sentences);
}

const toEnter: FieldSentences = {
  actor: 'Faltan los datos personales.',
  name: 'Falta el nombre.',
  last_name: 'Faltan los apellidos.',
  identity_document: 'Falta el documento de identidad.',
  document_number: 'Falta el número del documento.',
  document_type: 'Falta elegir el tipo de documento.',
  country: 'Falta elegir el país que expidió el documento.',
  email: 'Falta el correo electrónico.',
  msisdn: 'Falta el teléfono.',
  phone_number: 'Falta el teléfono.',
  country_code: 'Falta el prefijo internacional del teléfono, como 34.',
  language: 'Falta elegir el idioma.',
  expires_in: 'Falta el plazo.',
  sequence: 'Falta elegir al menos un paso.',
  identification_type: 'Falta elegir un paso.',
  otp_step: 'Falta elegir cómo se envía el código.',
  two_factor_type: 'Falta elegir qué se pide junto con el código.',
  channel: 'Falta elegir cómo se envía el código.',
  type: 'Falta elegir cómo se envía el código.',
  external: 'Falta elegir quién envía el código.',
  identity_document_step: 'Falta elegir quién comprueba el documento.',
  provider_type: 'Falta elegir quién comprueba el documento.',
  reason: 'Falta el motivo.',
  other: 'Falta este dato.',
  form: 'No se puede leer este formulario.',
};

/** For a value of a kind that the field cannot have. */
const toCorrect: FieldSentences = {
  ...toEnter,
  msisdn: 'El teléfono debe empezar por + y el prefijo del país, como +34 612 345 678.',
  phone_number: 'El teléfono debe tener solo cifras, como 612 345 678.',
  sequence: 'Conviene revisar los pasos.',
  other: 'Este dato no se puede usar.',
};

const hiddenCharacter =
  'Este texto tiene un carácter que no se ve. Hay que borrarlo y escribirlo de nuevo.';

const sentences: Sentences = {
  required: byField(toEnter),
  expected: byField(toEnter),
  blank: byField(toEnter),
  'step-details': byField(toEnter),
  'empty-sequence': byField(toEnter),
  type: byField(toCorrect),
  'not-json': byField(toCorrect),
  'needed-by-step': (issue) => {
    if (issue.field === 'email') {
      return getsCode(issue)
        ? 'Falta el correo electrónico: se envía un código a esa dirección.'
        : 'Falta el correo electrónico: un paso lo pide.';
    }
    if (issue.field === 'document_number') return 'Falta el número del documento: un paso lo pide.';
    return 'Falta el teléfono: se envía un código a ese número.';
  },
  'lone-surrogate': hiddenCharacter,
  'control-character': hiddenCharacter,
  'bidi-control': hiddenCharacter,
  'leading-mark': 'Este texto empieza con un acento sin letra. Conviene revisar el principio.',
  'not-nfc': 'Un acento de este texto está separado de su letra. Hay que escribirlo de nuevo.',
  'too-large': 'Este formulario es demasiado largo. Hay que acortar los textos.',
  'too-deep': 'No se puede leer este formulario.',
  'older-contract': 'Este paso no se puede usar. Hay que elegir otro.',
  'unknown-field': 'Este campo no se conoce.',
  'unknown-fields': 'Este formulario tiene demasiados campos que no se conocen.',
  'more-issues': 'Este formulario tiene muchos más problemas.',
  'unknown-value': 'Conviene revisar este valor: no es uno de los conocidos.',
  duration: 'El plazo se escribe en su forma breve, como PT15M para 15 minutos.',
  'duration-zero': 'El plazo debe ser mayor que cero.',
  'duration-range': 'Conviene revisar el plazo: lo seguro es entre 1 minuto y 30 días.',
  email: 'El correo electrónico no es válido. Ejemplo: nombre@ejemplo.es.',
  'email-domain': 'Conviene revisar el correo electrónico: no hay ningún punto después de la @.',
  country: 'El país se escribe con dos letras, como ES.',
  'country-unassigned': 'Conviene revisar el país: ninguno tiene esas dos letras.',
  language: 'El idioma se escribe con dos letras, como ES.',
  'language-unassigned': 'Conviene revisar el idioma: ninguno tiene esas dos letras.',
  'calling-code': 'El prefijo internacional se escribe con cifras, como 34.',
  'calling-code-unassigned': 'Conviene revisar el prefijo internacional: ningún país lo tiene.',
  'phone-number': ({ params }) =>
    `El teléfono no es válido: tiene ${params['limit']} cifras como máximo con su prefijo internacional.`,
  'phone-length': ({ params }) =>
    `Conviene revisar el teléfono: en ese país tiene ${listed(params['digits'], 'o')} cifras.`,
  'document-number': 'Conviene revisar el número y el tipo del documento: no se corresponden.',
  'check-letter':
    'Conviene revisar el número del documento: la letra y las cifras no se corresponden.',
  'duplicate-step': 'Este paso está elegido dos veces. Hay que elegir otro.',
  'step-mismatch': 'Estos datos son de otro paso.',
};
