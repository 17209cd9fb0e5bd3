// The words of the page. Those about wrong fields are in identification-chain/forms/en and /es.

import { en as enMessages } from 'identification-chain/forms/en';
import { es as esMessages } from 'identification-chain/forms/es';

const en = {
  language: 'English',
  messages: enMessages,
  title: 'Confirm who you are',
  intro: 'You need your identity document.',
  you: 'You',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  optional: 'optional',
  phone: 'Mobile phone',
  phoneNote: 'Not in Spain? Begin with +, such as +351\u00a0912\u00a0345\u00a0678.',
  document: 'Identity document',
  documentType: 'Type',
  documentTypes: { IDENTITY_CARD: 'Identity card', PASSPORT: 'Passport', NIE: 'NIE' },
  country: 'Issued in',
  documentNumber: 'Number',
  steps: 'How to confirm it',
  stepNames: {
    sms: 'A code by SMS',
    document: 'Photos of the document',
    agent: 'A video call with an agent',
  },
  start: 'Start',
  starting: 'Starting…',
  wrong: 'Please check the marked fields.',
  unknown:
    'We do not know yet whether your identification has started. Press “Start” again with the same details: it does not start twice. If you read this once more, please contact us.',
  refused: 'These details were not accepted. Nothing was started. Please check them.',
  impossible: 'This is not possible now. Nothing was started. Please try again later.',
  created: 'Your identification has started',
  next: 'Follow the steps on your phone within 15 minutes. Your reference:',
};

const es: typeof en = {
  language: 'Español',
  messages: esMessages,
  title: 'Confirme su identidad',
  intro: 'Necesita su documento de identidad.',
  you: 'Sus datos',
  firstName: 'Nombre',
  lastName: 'Apellidos',
  email: 'Correo electrónico',
  optional: 'opcional',
  phone: 'Teléfono móvil',
  phoneNote: '¿Fuera de España? Empiece por +, como +351\u00a0912\u00a0345\u00a0678.',
  document: 'Documento de identidad',
  documentType: 'Tipo',
  documentTypes: { IDENTITY_CARD: 'DNI o carné de identidad', PASSPORT: 'Pasaporte', NIE: 'NIE' },
  country: 'Expedido en',
  documentNumber: 'Número',
  steps: 'Cómo confirmarla',
  stepNames: {
    sms: 'Un código por SMS',
    document: 'Fotos del documento',
    agent: 'Una videollamada con un agente',
  },
  start: 'Empezar',
  starting: 'Empezando…',
  wrong: 'Revise los campos marcados.',
  unknown:
    'Aún no sabemos si su identificación ha empezado. Pulse «Empezar» otra vez con los mismos datos: no empezará dos veces. Si vuelve a leer esto, póngase en contacto con nosotros.',
  refused: 'Estos datos no se han aceptado. No ha empezado nada. Revíselos, por favor.',
  impossible: 'Ahora no es posible. No ha empezado nada. Inténtelo de nuevo más tarde.',
  created: 'Su identificación ha empezado',
  next: 'Siga los pasos en su teléfono antes de 15 minutos. Su referencia:',
};

export const texts = { en, es };

export type Locale = keyof typeof texts;
