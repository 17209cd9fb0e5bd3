// The rules that are errors, as teams write them by hand for zod, valibot and ajv.

export const duration =
  /^P(?!$)(?:\d+(?:[.,]\d+)?W|(?:\d+(?:[.,]\d+(?=Y$))?Y)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+(?=D$))?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+(?=H$))?H)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/;
export const notZero = /[1-9]/;
export const email =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
export const filled = /\S/;
export const twoLetters = /^[A-Z]{2}$/;
export const callingCode = /^[1-9][0-9]{0,2}$/;
export const maxPhoneNumber = 99_999_999_999_999;

interface Step {
  identification_type: string;
  otp_step?:
    | {
        two_factor_type?: string | undefined;
        channel: { type: string; external?: boolean | undefined };
      }
    | undefined;
  identity_document_step?: { provider_type?: string | undefined } | undefined;
}

export interface ChainRequest {
  actor: {
    email?: string | undefined;
    msisdn?: { phone_number: number; country_code: string } | undefined;
  };
  sequence: Step[];
}

/** The rules that span several members, which the libraries need as custom code. */
export function stepsAgree({ actor, sequence }: ChainRequest): boolean {
  const { msisdn } = actor;
  if (msisdn && String(msisdn.phone_number).length + msisdn.country_code.length > 15) return false;
  const seen = new Set<string>();
  for (const step of sequence) {
    if (seen.has(step.identification_type) || !stepAgrees(step, actor)) return false;
    seen.add(step.identification_type);
  }
  return true;
}

function stepAgrees(step: Step, { email: address, msisdn }: ChainRequest['actor']): boolean {
  if (step.identification_type === 'IDENTITY_DOCUMENT') return Boolean(step.identity_document_step);
  if (step.identification_type !== 'OTP') return true;
  if (!step.otp_step) return false;
  const { channel, two_factor_type } = step.otp_step;
  if (channel.external === true) return true;
  if ((channel.type === 'SMS' || channel.type === 'WHATSAPP') && !msisdn) return false;
  return Boolean(address) || (channel.type !== 'EMAIL' && two_factor_type !== 'EMAIL');
}
