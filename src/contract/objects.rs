//! The objects of requests and answers, and the facts for the rules over several members.

use super::problems::Problem;
use super::shape::{Closing, Field, Format, Kind, Object, Presence, Provenance, Role};
use crate::format::document::Form;
use crate::platform::{Prose, prose};

pub(super) static CREATE_REQUEST: Object = Object {
    name: prose("CreateChainIdentificationRequest"),
    description: prose("Who is identified, by which steps, and for how long."),
    closing: Closing::Request,
    fields: &[
        Field {
            name: "actor",
            kind: Kind::Object(&ACTOR),
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::Actor,
            description: prose("The person to identify."),
            example: prose(""),
        },
        Field {
            name: "expires_in",
            kind: Kind::Text(Format::Duration),
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::None,
            description: prose("Validity duration time (ISO-8601 format) from now."),
            example: prose("\"PT15M\""),
        },
        Field {
            name: SEQUENCE,
            kind: Kind::Array { items: &STEP, filled: true },
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::None,
            description: prose(
                "Ordered array defining the identification steps (each step should be unique).",
            ),
            example: prose(""),
        },
    ],
};

static ACTOR: Object = Object {
    name: prose("IdentificationActorChain"),
    description: prose("The person to identify."),
    closing: Closing::None,
    fields: &[
        Field {
            name: "name",
            kind: Kind::Text(Format::Filled),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::None,
            description: prose("Given name."),
            example: prose("\"James\""),
        },
        Field {
            name: "last_name",
            kind: Kind::Text(Format::Filled),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::None,
            description: prose("Family name."),
            example: prose("\"Smith\""),
        },
        Field {
            name: "identity_document",
            kind: Kind::Object(&IDENTITY_DOCUMENT),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::None,
            description: prose("The document that proves the identity."),
            example: prose(""),
        },
        Field {
            name: "email",
            kind: Kind::Text(Format::Email),
            presence: Presence::Optional,
            provenance: Provenance::Standard,
            role: Role::Email,
            description: prose(
                "E-mail address, as an HTML `<input type=email>` accepts it. Required if a step uses it.",
            ),
            example: prose("\"example@email.com\""),
        },
        Field {
            name: "msisdn",
            kind: Kind::Object(&MSISDN),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::Msisdn,
            description: prose("Mobile phone number. Required if a step uses it."),
            example: prose(""),
        },
        Field {
            name: "language",
            kind: Kind::Text(Format::Language),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::None,
            description: prose("ISO 639-1 code of the actor's language, in upper case."),
            example: prose("\"ES\""),
        },
    ],
};

static IDENTITY_DOCUMENT: Object = Object {
    name: prose("IdentityDocument"),
    description: prose("An identity document."),
    closing: Closing::IdentityDocument,
    fields: &[
        Field {
            name: "document_number",
            kind: Kind::Text(Format::Filled),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::DocumentNumber,
            description: prose("The number on the document, with its check letter."),
            example: prose("\"12345678A\""),
        },
        Field {
            name: "document_type",
            kind: Kind::Text(Format::OpenList(&["IDENTITY_CARD", "NIF", "NIE", "PASSPORT"])),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::DocumentType,
            description: prose("The kind of document."),
            example: prose("\"IDENTITY_CARD\""),
        },
        Field {
            name: "country",
            kind: Kind::Text(Format::Country),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::DocumentCountry,
            description: prose("ISO 3166-1 alpha-2 code of the issuing country, in upper case."),
            example: prose("\"ES\""),
        },
    ],
};

static MSISDN: Object = Object {
    name: prose("Msisdn"),
    description: prose("A mobile phone number (ITU-T E.164)."),
    closing: Closing::Msisdn,
    fields: &[
        Field {
            name: "phone_number",
            kind: Kind::Integer,
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::PhoneNumber,
            description: prose("The national number, as a JSON number."),
            example: prose("6123456789"),
        },
        Field {
            name: "country_code",
            kind: Kind::Text(Format::CallingCode),
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::CallingCode,
            description: prose("The E.164 country code: 1 to 3 digits, without `+`."),
            example: prose("\"34\""),
        },
    ],
};

static STEP: Object = Object {
    name: prose("ChainIdentificationStep"),
    description: prose("One step of the chain. Each step has a different `identification_type`."),
    closing: Closing::Step,
    fields: &[
        Field {
            name: "identification_type",
            kind: Kind::Text(Format::OpenList(&[OTP, "AGENT", "IDENTITY_DOCUMENT"])),
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::StepType,
            description: prose("How this step identifies the person."),
            example: prose("\"OTP\""),
        },
        Field {
            name: "otp_step",
            kind: Kind::Object(&OTP_STEP),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::OtpStep,
            description: prose("The details of a step of type `OTP`, which requires them."),
            example: prose(""),
        },
        Field {
            name: "identity_document_step",
            kind: Kind::Object(&IDENTITY_DOCUMENT_STEP),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::IdentityDocumentStep,
            description: prose(
                "The details of a step of type `IDENTITY_DOCUMENT`, which requires them.",
            ),
            example: prose(""),
        },
    ],
};

static OTP_STEP: Object = Object {
    name: prose("OtpStep"),
    description: prose("The details of a step with a one-time code."),
    closing: Closing::None,
    fields: &[
        Field {
            name: "two_factor_type",
            kind: Kind::Text(Format::OpenList(&[
                "DOCUMENT_NUMBER",
                "EMAIL",
                "PERSONAL_DOCUMENT_IMAGE",
            ])),
            presence: Presence::Optional,
            provenance: Provenance::Provider,
            role: Role::TwoFactorType,
            description: prose("What the step asks the actor for in addition to the code."),
            example: prose("\"DOCUMENT_NUMBER\""),
        },
        Field {
            name: "channel",
            kind: Kind::Object(&OTP_CHANNEL),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::None,
            description: prose("How the code reaches the actor."),
            example: prose(""),
        },
    ],
};

static OTP_CHANNEL: Object = Object {
    name: prose("OtpChannel"),
    description: prose("The channel of a one-time code."),
    closing: Closing::None,
    fields: &[
        Field {
            name: "type",
            kind: Kind::Text(Format::OpenList(&["SMS", "EMAIL", "WHATSAPP"])),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::ChannelType,
            description: prose("The medium."),
            example: prose("\"SMS\""),
        },
        Field {
            name: "external",
            kind: Kind::Boolean,
            presence: Presence::Optional,
            provenance: Provenance::Logic,
            role: Role::ChannelExternal,
            description: prose(
                "Whether another system than the provider's sends the code. Default: false.",
            ),
            example: prose("false"),
        },
    ],
};

static IDENTITY_DOCUMENT_STEP: Object = Object {
    name: prose("IdentityDocumentStep"),
    description: prose("The details of a step with an identity document."),
    closing: Closing::None,
    fields: &[Field {
        name: "provider_type",
        kind: Kind::Text(Format::OpenList(&["INTERNAL", "EXTERNAL"])),
        presence: Presence::Expected,
        provenance: Provenance::Reference,
        role: Role::None,
        description: prose("Who checks the document."),
        example: prose("\"INTERNAL\""),
    }],
};

pub(super) static CANCEL_REQUEST: Object = Object {
    name: prose("CancelIdentificationRequest"),
    description: prose("Why the chain is cancelled."),
    closing: Closing::None,
    fields: &[Field {
        name: "reason",
        kind: Kind::Text(Format::Any),
        presence: Presence::Optional,
        provenance: Provenance::Reference,
        role: Role::None,
        description: prose("The reason why the process is going to be cancelled."),
        example: prose("\"The client does not want to continue with the identification process.\""),
    }],
};

pub(super) static CREATE_RESPONSE: Object = Object {
    name: prose("CreateChainIdentificationResponse"),
    description: prose(
        "The chain that was created. The reference does not publish its fields. The id is the first of `identification_chain_id`, `id`, `identification_id`, `chain_id`, or the end of `Location`.",
    ),
    closing: Closing::None,
    fields: &[],
};

pub(super) static GET_RESPONSE: Object = Object {
    name: prose("GetChainIdentificationResponse"),
    description: prose("The current state of a chain. Its fields are not published."),
    closing: Closing::None,
    fields: &[],
};

pub(super) static ERRORS_RESPONSE: Object = Object {
    name: prose("ErrorsResponse"),
    description: prose(
        "What went wrong. Inferred from other pages of the provider, so nothing in it is certain.",
    ),
    closing: Closing::None,
    fields: &[Field {
        name: "errors",
        kind: Kind::Array { items: &ERROR_ITEM, filled: false },
        presence: Presence::Optional,
        provenance: Provenance::Provider,
        role: Role::None,
        description: prose("The errors."),
        example: prose(""),
    }],
};

static ERROR_ITEM: Object = Object {
    name: prose("ErrorItem"),
    description: prose("One error of the server."),
    closing: Closing::None,
    fields: &[
        error_text(ERROR_ITEM_FIELDS[0], prose("The provider's code.")),
        error_text(ERROR_ITEM_FIELDS[1], prose("A short description of the error.")),
        error_text(ERROR_ITEM_FIELDS[2], prose("A reference to the error.")),
        error_text(ERROR_ITEM_FIELDS[3], prose("A long description of the error.")),
    ],
};

/// The members of an item of an `ErrorsResponse`.
pub const ERROR_ITEM_FIELDS: [&str; 4] = ["code", "title", "ref", "details"];

const fn error_text(name: &'static str, description: Prose) -> Field {
    Field {
        name,
        kind: Kind::Text(Format::Any),
        presence: Presence::Optional,
        provenance: Provenance::Provider,
        role: Role::None,
        description,
        example: prose(""),
    }
}

/// The `identification_type`s that need details, and the role and name of the member with the details.
pub const STEP_DETAILS: [(&str, Role, &str); 2] = [
    (OTP, Role::OtpStep, "otp_step"),
    ("IDENTITY_DOCUMENT", Role::IdentityDocumentStep, "identity_document_step"),
];
/// The `identification_type` of a step with a one-time code.
pub const OTP: &str = "OTP";
/// The member of a request that has the steps.
pub const SEQUENCE: &str = "sequence";
/// The `channel.type`s that reach the actor by phone.
pub const PHONE_CHANNELS: [&str; 2] = ["SMS", "WHATSAPP"];
/// The `channel.type` that reaches the actor by e-mail.
pub const EMAIL_CHANNEL: &str = "EMAIL";
/// The `two_factor_type` that needs the actor's e-mail address.
pub const EMAIL_FACTOR: &str = "EMAIL";
/// The `two_factor_type` that needs the actor's document number.
const DOCUMENT_FACTOR: &str = "DOCUMENT_NUMBER";

/// A member of the actor that an OTP step needs, if the provider delivers the code.
#[derive(Debug)]
pub struct Need {
    /// The member of the step that needs it.
    pub by: Role,
    /// The JSON pointer from the step to that member.
    pub by_path: &'static str,
    /// The values of that member for which it is needed.
    pub values: &'static [&'static str],
    /// The member of the actor.
    pub needed: Role,
    /// Its name, or the names on the way to it, separated by `/`.
    pub name: &'static str,
    /// Whether it is required anyway.
    pub is_required: bool,
}

const CHANNEL_TYPE: &str = "/otp_step/channel/type";
const TWO_FACTOR_TYPE: &str = "/otp_step/two_factor_type";

/// What OTP steps need of the actor.
pub static NEEDS: [Need; 4] = [
    Need {
        by: Role::ChannelType,
        by_path: CHANNEL_TYPE,
        values: &PHONE_CHANNELS,
        needed: Role::Msisdn,
        name: "msisdn",
        is_required: false,
    },
    Need {
        by: Role::ChannelType,
        by_path: CHANNEL_TYPE,
        values: &[EMAIL_CHANNEL],
        needed: Role::Email,
        name: "email",
        is_required: false,
    },
    Need {
        by: Role::TwoFactorType,
        by_path: TWO_FACTOR_TYPE,
        values: &[EMAIL_FACTOR],
        needed: Role::Email,
        name: "email",
        is_required: false,
    },
    Need {
        by: Role::TwoFactorType,
        by_path: TWO_FACTOR_TYPE,
        values: &[DOCUMENT_FACTOR],
        needed: Role::DocumentNumber,
        name: "identity_document/document_number",
        is_required: true,
    },
];

/// The country whose document numbers are checked.
pub const DOCUMENT_COUNTRY: &str = "ES";
/// The `document_type`s of that country, and the forms of their numbers.
pub const DOCUMENT_FORMS: [(&str, &[Form]); 3] = [
    ("IDENTITY_CARD", &[Form::Dni, Form::Nie, Form::Klm]),
    ("NIF", &[Form::Dni, Form::Nie, Form::Klm, Form::Entity]),
    ("NIE", &[Form::Nie]),
];
/// How to recognize a step of the provider's earlier API: a member, and a member of that member.
pub const OLDER_STEP: (&str, &str) = ("configuration", "identificationType");

/// The shortest validity that the provider's processes accept, in seconds and in words.
pub const MIN_VALIDITY: (f64, Problem) = (60.0, Problem::OneMinute);
/// The longest validity that the provider's processes accept, in seconds and in words.
pub const MAX_VALIDITY: (f64, Problem) = (2_592_000.0, Problem::ThirtyDays);
