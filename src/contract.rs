//! The Identification Chain API as constant tables: what every other part walks, and the only
//! place where a fact of the API stands.
//!
//! Read it from [`OPERATIONS`] down: an [`Operation`] has a [`Body`], a body is an [`Object`], an
//! object has [`Field`]s, a field has a [`Kind`]. [`Rule`] lists what a request can be told, and
//! how sure each of those is. The OpenAPI document, the TypeScript types and the list of rule ids
//! are generated from here by `tools/generate`.
//!
//! Prose is dropped from the WebAssembly build ([`prose`]); names, lists and messages stay.

use crate::format::document::Form;
use crate::issue::Severity;

/// Where a fact comes from, and so how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// The published reference of the three operations.
    Reference,
    /// Another public page of the same provider; inferred for this API.
    Provider,
    /// The request could not work without it, whoever runs the server.
    Logic,
    /// A public standard: ISO, ITU, IETF or WHATWG.
    Standard,
}

impl Provenance {
    /// The name that users read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Provider => "provider",
            Self::Logic => "logic",
            Self::Standard => "standard",
        }
    }
}

/// One call of the API.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, and the name of the function that builds the request.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path under the base URL, with `{name}` for each path parameter.
    pub path: &'static str,
    /// The parameters of `path`, in its order.
    pub path_parameters: &'static [Parameter],
    /// The headers that are the operation's own.
    pub headers: &'static [Parameter],
    /// What the operation does, in a line.
    pub summary: &'static str,
    /// Where the operation is known from.
    pub provenance: Provenance,
    /// The request body, where the operation has one.
    pub body: Option<Body>,
    /// Whether it makes a chain, whose id its answer has.
    pub creates: bool,
    /// Whether doing it twice is the same as doing it once.
    pub repeatable: bool,
    /// The answer of a call that worked.
    pub success: Answer,
    /// The answers of a call that did not.
    pub failures: &'static [Answer],
}

/// A parameter of the path or a header.
#[derive(Debug)]
pub struct Parameter {
    /// The parameter's name.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// An example of it.
    pub example: &'static str,
    /// Whether it may not be left out.
    pub required: bool,
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// The shape of the body.
    pub object: &'static Object,
    /// Whether the call must have one.
    pub required: bool,
    /// What it is.
    pub description: &'static str,
    /// The reference's example, as JSON.
    pub example: &'static str,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    /// The status code, or `default`.
    pub status: &'static str,
    /// What the answer means, in the reference's words.
    pub description: &'static str,
    /// The shape of the body, where the reference names one.
    pub object: Option<&'static Object>,
}

/// A JSON object.
#[derive(Debug)]
pub struct Object {
    /// The schema's name; the reference's own where it has one.
    pub name: &'static str,
    /// What it holds.
    pub description: &'static str,
    /// Its known members, in the reference's order. Others are allowed.
    pub fields: &'static [Field],
    /// The rule over several of its members, checked where it ends.
    pub closing: Closing,
}

/// A known member of an [`Object`].
#[derive(Debug)]
pub struct Field {
    /// The member's name.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether it may be left out.
    pub presence: Presence,
    /// Where its requiredness and type are from.
    pub provenance: Provenance,
    /// What the rules over several members call it.
    pub role: Role,
    /// What it is, with unit.
    pub description: &'static str,
    /// An example of a scalar, as JSON; empty for objects and arrays.
    pub example: &'static str,
}

/// Whether a member may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It may not: [`Rule::Required`].
    Required,
    /// It is in every published example and nobody has said that it may: [`Rule::Expected`].
    Expected,
    /// It may.
    Optional,
}

/// The type of a value.
#[derive(Debug)]
pub enum Kind {
    /// A JSON object.
    Object(&'static Object),
    /// A JSON array of objects.
    Array {
        /// The shape of each item.
        items: &'static Object,
        /// Whether it needs at least one item: [`Rule::EmptySequence`].
        filled: bool,
    },
    /// A JSON string.
    Text(Format),
    /// A JSON number without fraction and exponent.
    Integer,
    /// `true` or `false`.
    Boolean,
}

/// What a string's content must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Anything, the empty string too.
    Any,
    /// Anything that is not blank.
    Filled,
    /// One of a list that the server may know more of than we do.
    OpenList(&'static [&'static str]),
    /// An ISO 8601-1 duration.
    Duration,
    /// An e-mail address.
    Email,
    /// An ISO 3166-1 alpha-2 code, in upper case.
    Country,
    /// An ISO 639-1 code, in upper case.
    Language,
    /// An ITU-T E.164 country code, without `+`.
    CallingCode,
}

/// The members that rules over several members read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the member of the same name")]
pub enum Role {
    /// None of them.
    None,
    Actor,
    DocumentNumber,
    DocumentType,
    DocumentCountry,
    Email,
    Msisdn,
    PhoneNumber,
    CallingCode,
    // From here on they belong to one step and not to the next.
    StepType,
    OtpStep,
    IdentityDocumentStep,
    TwoFactorType,
    ChannelType,
    ChannelExternal,
}

impl Role {
    /// How many there are.
    pub const COUNT: usize = 15;

    /// Its place among them.
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl Kind {
    /// What to call the type in a message.
    #[must_use]
    pub const fn expected(&self) -> Problem {
        match self {
            Self::Object(_) => Problem::Object,
            Self::Array { .. } => Problem::Array,
            Self::Text(_) => Problem::String,
            Self::Integer => Problem::Integer,
            Self::Boolean => Problem::Boolean,
        }
    }
}

/// The rule over several members of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// None.
    None,
    /// The document number against its country's forms and check letters.
    IdentityDocument,
    /// The phone number's length with its country code.
    Msisdn,
    /// The step's details against its type, its uniqueness, and what it needs of the actor.
    Step,
    /// What the steps need of the actor.
    Request,
}

/// Keeps prose for programs that read it and drops it from the WebAssembly module.
const fn prose(text: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { text }
}

/// The provider's own server.
pub const BASE_URL: &str = "https://documents.masstack.com/v1";

/// The operations: the reference's, in its order, then those of another page of the provider.
pub static OPERATIONS: [Operation; 5] =
    [CREATE_CHAIN, CANCEL_CHAIN, CLOSE_CHAIN, GET_CHAIN, VALIDATE_CHAIN];

/// Creates a chain. Not idempotent: two calls make two chains.
pub const CREATE_CHAIN: Operation = Operation {
    id: "createChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain",
    path_parameters: &[ORG_ID],
    headers: &[],
    summary: prose("Create an identification chain"),
    provenance: Provenance::Reference,
    body: Some(Body {
        object: &CREATE_REQUEST,
        required: true,
        description: prose("Data about actor and the identification chain process."),
        example: prose(CREATE_EXAMPLE),
    }),
    creates: true,
    repeatable: false,
    success: Answer {
        status: "201",
        description: prose("New chain identification is created."),
        object: Some(&CREATE_RESPONSE),
    },
    failures: &FAILURES,
};

/// Cancels a chain, with or without a reason.
pub const CANCEL_CHAIN: Operation = Operation {
    id: "cancelChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}/cancel",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &[],
    summary: prose("Cancel an identification chain"),
    provenance: Provenance::Reference,
    body: Some(Body {
        object: &CANCEL_REQUEST,
        required: false,
        description: prose("Optional reason for cancellation"),
        example: prose(CANCEL_EXAMPLE),
    }),
    creates: false,
    repeatable: true,
    success: NO_CONTENT,
    failures: &FAILURES,
};

/// Closes a chain.
pub const CLOSE_CHAIN: Operation = Operation {
    id: "closeChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}/close",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &[],
    summary: prose("Close an identification chain"),
    provenance: Provenance::Reference,
    body: None,
    creates: false,
    repeatable: true,
    success: NO_CONTENT,
    failures: &FAILURES,
};

/// Reads a chain, as the end user may.
pub const GET_CHAIN: Operation = Operation {
    id: "getChain",
    method: "GET",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &[],
    summary: prose("Get an identification chain"),
    provenance: Provenance::Provider,
    body: None,
    creates: false,
    repeatable: true,
    success: Answer {
        status: "200",
        description: prose("The chain as it is."),
        object: Some(&GET_RESPONSE),
    },
    failures: &USER_FAILURES,
};

/// Validates a chain on the end user's device.
pub const VALIDATE_CHAIN: Operation = Operation {
    id: "validateChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}/validate",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &DEVICE,
    summary: prose("Validate an identification chain"),
    provenance: Provenance::Provider,
    body: None,
    creates: false,
    repeatable: false,
    success: NO_CONTENT,
    failures: &USER_FAILURES,
};

/// The headers that tell the end user's device.
pub static DEVICE: [Parameter; 4] = [
    Parameter {
        name: "x-installation_id",
        description: prose("The installation of the application on the device."),
        example: prose("5b0c8f3e-4b3a-4f5c-9d55-0a4f6f0f2d11"),
        required: true,
    },
    Parameter {
        name: "x-fingerprint",
        description: prose("The fingerprint of the device."),
        example: prose("a1b2c3d4"),
        required: true,
    },
    Parameter {
        name: "x-forwarded-for",
        description: prose("The address of the device."),
        example: prose("203.0.113.7"),
        required: true,
    },
    Parameter {
        name: "x-location",
        description: prose("Where the device is."),
        example: prose("40.4168,-3.7038"),
        required: false,
    },
];

const ORG_ID: Parameter = Parameter {
    name: "org_id",
    description: prose("Organization name"),
    example: prose("acme"),
    required: true,
};

const CHAIN_ID: Parameter = Parameter {
    name: "identification_chain_id",
    description: prose("Unique identifier for the chained identification process"),
    example: prose("3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11"),
    required: true,
};

/// The header that every operation requires of its caller.
pub const USER_AGENT: Parameter = Parameter {
    name: "User-Agent",
    description: prose(
        "information to identify the application, operating system, vendor, and/or version of the requester",
    ),
    example: prose(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0",
    ),
    required: true,
};

const NO_CONTENT: Answer =
    Answer { status: "204", description: prose("Action executed correctly"), object: None };

/// The answers of an operation of the reference that did not work.
pub static FAILURES: [Answer; 6] = [
    Answer { status: "400", description: prose("Request input is not valid"), object: None },
    Answer {
        status: "401",
        description: prose("Unauthorized. AuthN and AuthZ validations have fail"),
        object: None,
    },
    Answer {
        status: "404",
        description: prose("Not found. Entity does not exist or can not be found"),
        object: None,
    },
    Answer {
        status: "409",
        description: prose(
            "Conflict. Entity state has conflicts between its new state and the old one.",
        ),
        object: None,
    },
    Answer { status: "500", description: prose("Not expected error"), object: None },
    Answer {
        status: "default",
        description: prose("Error response"),
        object: Some(&ERRORS_RESPONSE),
    },
];

/// The answers of an operation of the end user that did not work.
pub static USER_FAILURES: [Answer; 3] = [
    Answer { status: "403", description: prose("Forbidden."), object: None },
    Answer { status: "404", description: prose("Not found."), object: None },
    Answer {
        status: "default",
        description: prose("Error response"),
        object: Some(&ERRORS_RESPONSE),
    },
];

/// The members of a `201` that may hold the chain's id, the likeliest first. The reference does
/// not publish the answer's fields.
pub const ID_FIELDS: [&str; 4] = ["identification_chain_id", "id", "identification_id", "chain_id"];

/// The largest body that is checked, in bytes: a hundred times the reference's example.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// The deepest nesting of objects and arrays that is checked. The contract's own is 5.
pub const MAX_DEPTH: usize = 32;
/// The deepest nesting of objects and arrays that is read in an answer.
pub const MAX_ANSWER_DEPTH: usize = 256;
/// How many characters of a name that the contract does not know a path shows.
pub const MAX_SHOWN_NAME: usize = 64;
/// How many members that the contract does not know are reported one by one in a body.
pub const MAX_UNKNOWN_FIELDS: usize = 100;
/// The longest organization or chain id, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 255;
/// The longest text that is looked at for its normalization form, in bytes: normalizing takes
/// time that grows with the square of a run of combining marks, and no name is longer.
pub const MAX_NFC_BYTES: usize = 4096;
/// The most digits that a phone number has with its country code (ITU-T E.164 §6.1).
pub const MAX_PHONE_DIGITS: usize = 15;
/// The shortest validity that the provider's processes take, in seconds and in words.
pub const MIN_VALIDITY: (f64, Problem) = (60.0, Problem::OneMinute);
/// The longest validity that the provider's processes take, in seconds and in words.
pub const MAX_VALIDITY: (f64, Problem) = (2_592_000.0, Problem::ThirtyDays);

/// The `identification_type`s with details of their own, and the role of those details.
pub const STEP_DETAILS: [(&str, Role, &str); 2] = [
    ("OTP", Role::OtpStep, "otp_step"),
    ("IDENTITY_DOCUMENT", Role::IdentityDocumentStep, "identity_document_step"),
];
/// The `channel.type`s that reach the actor by phone.
pub const PHONE_CHANNELS: [&str; 2] = ["SMS", "WHATSAPP"];
/// The `channel.type` that reaches the actor by e-mail.
pub const EMAIL_CHANNEL: &str = "EMAIL";
/// The `two_factor_type` that needs the actor's e-mail address.
pub const EMAIL_FACTOR: &str = "EMAIL";
/// The `two_factor_type` that needs the actor's document number, which is required anyway.
pub const DOCUMENT_FACTOR: &str = "DOCUMENT_NUMBER";
/// The country whose document numbers are known here.
pub const DOCUMENT_COUNTRY: &str = "ES";
/// The `document_type`s of that country, and the forms that their numbers have.
pub const DOCUMENT_FORMS: [(&str, &[Form]); 3] = [
    ("IDENTITY_CARD", &[Form::Dni, Form::Nie, Form::Klm]),
    ("NIF", &[Form::Dni, Form::Nie, Form::Klm, Form::Entity]),
    ("NIE", &[Form::Nie]),
];
/// How a step of the provider's earlier API is known: a member, and a member of that.
pub const OLDER_STEP: (&str, &str) = ("configuration", "identificationType");

static CREATE_REQUEST: Object = Object {
    name: prose("CreateChainIdentificationRequest"),
    description: prose("Who is to be identified, by which steps, and for how long."),
    closing: Closing::Request,
    fields: &[
        Field {
            name: "actor",
            kind: Kind::Object(&ACTOR),
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::Actor,
            description: prose("The person who is to be identified."),
            example: "",
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
            name: "sequence",
            kind: Kind::Array { items: &STEP, filled: true },
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::None,
            description: prose(
                "Ordered array defining the identification steps (each step should be unique).",
            ),
            example: "",
        },
    ],
};

static ACTOR: Object = Object {
    name: prose("IdentificationActorChain"),
    description: prose("The person who is to be identified."),
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
            description: prose("The document that the identity is proved by."),
            example: "",
        },
        Field {
            name: "email",
            kind: Kind::Text(Format::Email),
            presence: Presence::Optional,
            provenance: Provenance::Standard,
            role: Role::Email,
            description: prose(
                "E-mail address, as an HTML `<input type=email>` takes it. Required when a step uses it.",
            ),
            example: prose("\"example@email.com\""),
        },
        Field {
            name: "msisdn",
            kind: Kind::Object(&MSISDN),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::Msisdn,
            description: prose("Mobile phone number. Required when a step uses it."),
            example: "",
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
    description: prose("One step of the chain. Each `identification_type` stands once."),
    closing: Closing::Step,
    fields: &[
        Field {
            name: "identification_type",
            kind: Kind::Text(Format::OpenList(&["OTP", "AGENT", "IDENTITY_DOCUMENT"])),
            presence: Presence::Required,
            provenance: Provenance::Reference,
            role: Role::StepType,
            description: prose("How the person is identified in this step."),
            example: prose("\"OTP\""),
        },
        Field {
            name: "otp_step",
            kind: Kind::Object(&OTP_STEP),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::OtpStep,
            description: prose("The details of a step of type `OTP`, and required for it."),
            example: "",
        },
        Field {
            name: "identity_document_step",
            kind: Kind::Object(&IDENTITY_DOCUMENT_STEP),
            presence: Presence::Optional,
            provenance: Provenance::Reference,
            role: Role::IdentityDocumentStep,
            description: prose(
                "The details of a step of type `IDENTITY_DOCUMENT`, and required for it.",
            ),
            example: "",
        },
    ],
};

static OTP_STEP: Object = Object {
    name: prose("OtpStep"),
    description: prose("A step by one-time code."),
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
            description: prose("What the actor is asked for beside the code."),
            example: prose("\"DOCUMENT_NUMBER\""),
        },
        Field {
            name: "channel",
            kind: Kind::Object(&OTP_CHANNEL),
            presence: Presence::Required,
            provenance: Provenance::Logic,
            role: Role::None,
            description: prose("How the code reaches the actor."),
            example: "",
        },
    ],
};

static OTP_CHANNEL: Object = Object {
    name: prose("OtpChannel"),
    description: prose("The way of a one-time code."),
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
                "Whether the code is sent outside the provider's systems. Absent reads as false.",
            ),
            example: "false",
        },
    ],
};

static IDENTITY_DOCUMENT_STEP: Object = Object {
    name: prose("IdentityDocumentStep"),
    description: prose("A step by identity document."),
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

static CANCEL_REQUEST: Object = Object {
    name: prose("CancelIdentificationRequest"),
    description: prose("Why a chain is cancelled."),
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

static CREATE_RESPONSE: Object = Object {
    name: prose("CreateChainIdentificationResponse"),
    description: prose(
        "The chain that was created. The reference publishes none of its fields; the id is looked for as `identification_chain_id`, `id`, `identification_id`, `chain_id`, then at the end of `Location`.",
    ),
    closing: Closing::None,
    fields: &[],
};

static GET_RESPONSE: Object = Object {
    name: prose("GetChainIdentificationResponse"),
    description: prose("A chain as it is. None of its fields is published."),
    closing: Closing::None,
    fields: &[],
};

static ERRORS_RESPONSE: Object = Object {
    name: prose("ErrorsResponse"),
    description: prose(
        "What went wrong. Inferred from the provider's other pages; nothing in it is certain.",
    ),
    closing: Closing::None,
    fields: &[Field {
        name: "errors",
        kind: Kind::Array { items: &ERROR_ITEM, filled: false },
        presence: Presence::Optional,
        provenance: Provenance::Provider,
        role: Role::None,
        description: prose("The errors."),
        example: "",
    }],
};

static ERROR_ITEM: Object = Object {
    name: prose("ErrorItem"),
    description: prose("One error of the server."),
    closing: Closing::None,
    fields: &[
        error_text(ERROR_ITEM_FIELDS[0], prose("The provider's code.")),
        error_text(ERROR_ITEM_FIELDS[1], prose("The error in a few words.")),
        error_text(ERROR_ITEM_FIELDS[2], prose("A reference to the error.")),
        error_text(ERROR_ITEM_FIELDS[3], prose("The error at length.")),
    ],
};

/// The members of an item of an `ErrorsResponse`.
pub const ERROR_ITEM_FIELDS: [&str; 4] = ["code", "title", "ref", "details"];

const fn error_text(name: &'static str, description: &'static str) -> Field {
    Field {
        name,
        kind: Kind::Text(Format::Any),
        presence: Presence::Optional,
        provenance: Provenance::Provider,
        role: Role::None,
        description,
        example: "",
    }
}

const CREATE_EXAMPLE: &str = r#"{
  "actor": {
    "name": "James",
    "last_name": "Smith",
    "identity_document": {
      "document_number": "12345678A",
      "document_type": "IDENTITY_CARD",
      "country": "ES"
    },
    "email": "example@email.com",
    "msisdn": {
      "phone_number": 6123456789,
      "country_code": "34"
    },
    "language": "ES"
  },
  "expires_in": "PT15M",
  "sequence": [
    {
      "identification_type": "OTP",
      "otp_step": {
        "two_factor_type": "DOCUMENT_NUMBER",
        "channel": {
          "type": "SMS",
          "external": false
        }
      }
    },
    {
      "identification_type": "AGENT"
    },
    {
      "identification_type": "IDENTITY_DOCUMENT",
      "identity_document_step": {
        "provider_type": "INTERNAL"
      }
    }
  ]
}"#;

const CANCEL_EXAMPLE: &str = r#"{
  "reason": "The client does not want to continue with the identification process."
}"#;

/// A request that breaks a rule, or keeps it.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// The reference's request ([`mended`](MENDED)) with a JSON value at a JSON pointer.
    With(&'static str, &'static str),
    /// The reference's request ([`mended`](MENDED)) without what is at a JSON pointer.
    Without(&'static str),
    /// The whole body of a `cancelChain`.
    Body(&'static [u8]),
    /// A body of a `cancelChain` that is a text so many times.
    Repeated(&'static str, usize),
    /// A body of a `cancelChain` with so many members, from `x1` on.
    Members(usize),
    /// A value of the caller: the option's name and the value.
    Option(&'static str, &'static str),
    /// What a caller in JavaScript may give in place of JSON, as an expression.
    Value(&'static str),
}

/// What makes the reference's request one that breaks no rule: JSON pointers and JSON values.
pub const MENDED: [(&str, &str); 2] = [
    ("/actor/identity_document/document_number", "\"12345678Z\""),
    ("/actor/msisdn/phone_number", "612345678"),
];

/// How much of a rule the JSON Schema and the OpenAPI document say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InSchema {
    /// All of it.
    Yes,
    /// What it says of listed values.
    Listed,
    /// Nothing: it is about bytes, or a warning, and a schema knows neither.
    No,
}

/// What is known of a [`Rule`].
#[derive(Debug)]
pub struct RuleFacts {
    /// The stable id that users see and override.
    pub id: &'static str,
    /// What a violation is unless the user says otherwise.
    pub severity: Severity,
    /// Where the rule comes from.
    pub provenance: Provenance,
    /// The document and section it comes from.
    pub source: &'static str,
    /// Whether the severity is fixed, because nothing can be checked or sent safely without it.
    pub locked: bool,
}

/// Makes [`Rule`] and its facts from one table, so that a new rule is one entry.
macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident, $provenance:ident $source:literal, $lock:ident,
        $in_schema:ident, $message:literal, $reason:literal, $bad:expr, $good:expr;)+) => {
        /// What a request can be told. Each is checked, reported and overridden by its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $(#[doc = concat!("`", $id, "`: ", $message)] $name,)+
        }

        impl Rule {
            /// Every rule, in the order of the rule book.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What is known of the rule.
            #[must_use]
            pub const fn facts(self) -> &'static RuleFacts {
                match self {
                    $(Self::$name => {
                        const FACTS: RuleFacts = RuleFacts {
                            id: $id,
                            severity: Severity::$severity,
                            provenance: Provenance::$provenance,
                            source: $source,
                            locked: rules!(@ $lock),
                        };
                        &FACTS
                    })+
                }
            }

            /// [`RuleFacts::severity`], without the texts around it.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }

            /// [`RuleFacts::provenance`], without the texts around it.
            #[must_use]
            pub const fn provenance(self) -> Provenance {
                match self {
                    $(Self::$name => Provenance::$provenance,)+
                }
            }

            /// [`RuleFacts::locked`], without the texts around it.
            #[must_use]
            pub const fn is_locked(self) -> bool {
                match self {
                    $(Self::$name => rules!(@ $lock),)+
                }
            }

            /// What is wrong, to be read after the place; `{name}` stands for a parameter.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$name => $message,)+
                }
            }

            /// Why there is such a rule.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self {
                    $(Self::$name => $reason,)+
                }
            }

            /// How much of the rule the schemas say.
            #[must_use]
            pub const fn in_schema(self) -> InSchema {
                match self {
                    $(Self::$name => InSchema::$in_schema,)+
                }
            }

            /// A request that breaks the rule and no other, and one that keeps it.
            #[must_use]
            pub const fn examples(self) -> [Example; 2] {
                use Example::{Body, Members, Option, Repeated, Value, With, Without};
                match self {
                    $(Self::$name => [$bad, $good],)+
                }
            }
        }
    };
    (@ locked) => { true };
    (@ open) => { false };
}

rules! {
    JsonSyntax = "json-syntax", Error, Standard "RFC 8259", locked, No,
        "is not JSON: {problem}, at line {line}, column {column}",
        "A server reads JSON and nothing like it.",
        Body(b"{'reason': 'late'}"), Body(br#"{"reason": "late"}"#);
    ByteOrderMark = "byte-order-mark", Error, Standard "RFC 8259 §8.1", locked, No,
        "starts with a byte order mark, which JSON must not have",
        "Some readers of JSON skip the mark and some fail at it.",
        Body(b"\xEF\xBB\xBF{}"), Body(b"{}");
    InvalidUtf8 = "invalid-utf8", Error, Standard "RFC 8259 §8.1", locked, No,
        "is not UTF-8",
        "What is not UTF-8 would reach the server as other characters, or as an error.",
        Body(b"{\"reason\": \"adi\xF3s\"}"), Body(b"{\"reason\": \"adi\xC3\xB3s\"}");
    LoneSurrogate = "lone-surrogate", Error, Standard "RFC 8259 §8.2", locked, No,
        "has half of a surrogate pair, which is no character",
        "Readers of JSON do not agree on what half of a character is.",
        Body(br#"{"reason": "\ud83d"}"#), Body(br#"{"reason": "\ud83d\ude00"}"#);
    DuplicateKey = "duplicate-key", Error, Standard "RFC 8259 §4, RFC 7493 §2.3", locked, No,
        "stands twice in its object",
        "Of two members of one name some readers take the first and some the last.",
        Body(br#"{"reason": "late", "reason": "lost"}"#), Body(br#"{"reason": "late"}"#);
    TooLarge = "too-large", Error, Logic "a request of this API has less than a kilobyte", locked, No,
        "is larger than {limit} bytes",
        "What is so much larger than any request is none.",
        Repeated(" ", 65_537), Body(b"{}");
    TooDeep = "too-deep", Error, Logic "a request of this API nests 5 levels", locked, No,
        "nests deeper than {limit} levels",
        "What nests so much deeper than any request is none.",
        Repeated("{\"reason\":", 33), Body(br#"{"reason": "late"}"#);
    NotJson = "not-json", Error, Standard "RFC 8259 §3", locked, No,
        "is {found}, which JSON cannot say",
        "`JSON.stringify` drops or changes such a value without a word.",
        Value("{ reason: undefined }"), Value("{ reason: 'late' }");
    PathParameter = "path-parameter", Error, Logic "RFC 3986 §3.3, §5.2.4", locked, No,
        "is no path segment: {problem}",
        "It would make the request one for another path.",
        Option("orgId", ".."), Option("orgId", "acme");
    HeaderValue = "header-value", Error, Standard "RFC 9110 §5.5", locked, No,
        "is no header value: {problem}",
        "A line break in a header would begin another header.",
        Option("userAgent", "shop/2.1\r\n"), Option("userAgent", "shop/2.1");
    BaseUrl = "base-url", Error, Logic "RFC 3986 §3", locked, No,
        "is not the address of an API: {problem}",
        "The personal data and the credential would go somewhere else.",
        Option("baseUrl", "https://user:password@example.com"), Option("baseUrl", "https://example.com/v1");
    OlderContract = "older-contract", Error, Provider "the provider's earlier API", open, No,
        "is a step of the provider's earlier API: here a step has identification_type, otp_step and identity_document_step, and a document has a country",
        "A request of the earlier API breaks most of the other rules. This one stands for all of them.",
        With("/sequence/1", r#"{"configuration": {"identificationType": "AGENT"}}"#),
        With("/sequence/1", r#"{"identification_type": "AGENT"}"#);
    Type = "type", Error, Reference "the example request bodies", open, Yes,
        "must be {expected}, not {found}",
        "A server takes a value of another type for none, or fails at it.",
        With("/actor/msisdn/phone_number", r#""612345678""#), With("/actor/msisdn/phone_number", "612345678");
    Required = "required", Error, Reference "the request's tables", open, Yes,
        "is missing",
        "The API says that it must be there, or nobody could be identified without it.",
        Without("/actor/last_name"), With("/actor/last_name", r#""Smith""#);
    Expected = "expected", Warning, Reference "the example request bodies", open, No,
        "is missing, though every published example has it",
        "Nobody has said that it may be left out.",
        Without("/sequence/2/identity_document_step/provider_type"),
        With("/sequence/2/identity_document_step", r#"{"provider_type": "INTERNAL"}"#);
    Blank = "blank", Error, Logic "an identification needs somebody to identify", open, Yes,
        "is blank",
        "Nobody is identified by characters that nobody sees: white space, control characters, U+2800 and Unicode's `Default_Ignorable_Code_Point`s such as U+200B.",
        With("/actor/name", r#"" ""#), With("/actor/name", r#""James""#);
    ControlCharacter = "control-character", Warning, Standard "Unicode §23.1", open, No,
        "has a control character",
        "Nobody types one into a name: it came from somewhere else. Line breaks and tabs are taken in a reason.",
        With("/actor/name", r#""James\u0007""#), With("/actor/name", r#""James""#);
    BidiControl = "bidi-control", Warning, Standard "UAX #9 §2, UTR #36 §2.5", open, No,
        "has a character that overrides the direction of text",
        "Such a character makes people read another text than machines do.",
        With("/actor/name", r#""James\u202e""#), With("/actor/name", r#""דוד""#);
    LeadingMark = "leading-mark", Warning, Standard "Unicode §3.6, D52", open, No,
        "starts with a combining mark, which has nothing to combine with",
        "The start of the text has been cut off, or the mark joins what stands before it.",
        With("/actor/name", r#""\u0301lvaro""#), With("/actor/name", r#""Álvaro""#);
    NotNfc = "not-nfc", Warning, Standard "UAX #15", open, No,
        "is not in Unicode's composed form, NFC",
        "The same name in two forms is two names to a server that compares them.",
        With("/actor/name", r#""A\u0301lvaro""#), With("/actor/name", r#""Álvaro""#);
    UnknownField = "unknown-field", Warning, Reference "the request's tables", open, No,
        "is no field of the API{suggestion} and is sent as it is",
        "It is a slip, or the server has learnt a field before this package.",
        With("/actor/lastName", r#""Smith""#), With("/actor/last_name", r#""Smith""#);
    UnknownFields = "unknown-fields", Warning, Reference "the request's tables", locked, No,
        "has unknown fields beyond the first {limit}, which are sent as they are: {count} more",
        "A body with so many unknown fields is not a request of this API, and its issues stay few. The severity is that of `unknown-field`.",
        Members(101), Body(br#"{"reason": "late"}"#);
    UnknownValue = "unknown-value", Warning, Reference "the example request bodies", open, No,
        "is none of the values that the API is known to take{suggestion} and is sent as it is",
        "It is a slip, or the server has learnt a value before this package.",
        With("/sequence/1/identification_type", r#""AGENTS""#), With("/sequence/1/identification_type", r#""AGENT""#);
    Duration = "duration", Error, Standard "ISO 8601-1:2019 §5.5.2", open, Yes,
        "is not an ISO 8601 duration such as PT15M or P1DT12H",
        "The API takes durations in no other form.",
        With("/expires_in", r#""15 minutes""#), With("/expires_in", r#""PT15M""#);
    DurationZero = "duration-zero", Error, Logic "a chain that is never valid", open, Yes,
        "is a duration of no time",
        "The chain would have expired when it is created.",
        With("/expires_in", r#""PT0S""#), With("/expires_in", r#""PT90S""#);
    DurationRange = "duration-range", Warning, Provider "the agent and OTP processes", open, No,
        "may lie outside the {minimum} to {maximum} that the provider's processes take",
        "The provider's other processes refuse a shorter and a longer validity.",
        With("/expires_in", r#""P1M""#), With("/expires_in", r#""P28D""#);
    Email = "email", Error, Standard "HTML §4.10.5.1.5, RFC 5321 §4.5.3.1", open, Yes,
        "is not an e-mail address",
        "No message would arrive. The rule is that of HTML, which is what browsers check: it takes `a..b@c.com`, though RFC 5321 does not.",
        With("/actor/email", r#""james.example.com""#), With("/actor/email", r#""james@example.com""#);
    EmailDomain = "email-domain", Warning, Standard "RFC 5321 §2.3.5", open, No,
        "has a domain without a dot, which is none of the public Internet",
        "An address as `james@example` is mostly one whose end was forgotten.",
        With("/actor/email", r#""james@example""#), With("/actor/email", r#""james@example.com""#);
    Country = "country", Error, Standard "ISO 3166-1 alpha-2", open, Yes,
        "is not a country code of two upper-case letters such as ES",
        "The API takes countries in no other form.",
        With("/actor/identity_document/country", r#""ESP""#), With("/actor/identity_document/country", r#""ES""#);
    CountryUnassigned = "country-unassigned", Warning, Standard "ISO 3166-1 alpha-2", open, No,
        "is a country code that ISO 3166-1 has not assigned",
        "No country has it, such as UK, where GB is meant.",
        With("/actor/identity_document/country", r#""UK""#), With("/actor/identity_document/country", r#""GB""#);
    Language = "language", Error, Standard "ISO 639-1", open, Yes,
        "is not a language code of two upper-case letters such as ES",
        "The API takes languages in no other form, and in upper case.",
        With("/actor/language", r#""es-ES""#), With("/actor/language", r#""ES""#);
    LanguageUnassigned = "language-unassigned", Warning, Standard "ISO 639-1", open, No,
        "is a language code that ISO 639-1 has not assigned",
        "No language has it, such as JP, where JA is meant.",
        With("/actor/language", r#""JP""#), With("/actor/language", r#""JA""#);
    CallingCode = "calling-code", Error, Standard "ITU-T E.164 §6.2.1", open, Yes,
        "is not a calling code of 1 to 3 digits such as 34, without +",
        "The API takes calling codes in no other form.",
        With("/actor/msisdn/country_code", r#""+34""#), With("/actor/msisdn/country_code", r#""34""#);
    CallingCodeUnassigned = "calling-code-unassigned", Warning, Standard "ITU-T E.164", open, No,
        "is a calling code that is not assigned",
        "No phone could be called with it.",
        With("/actor/msisdn/country_code", r#""999""#), With("/actor/msisdn/country_code", r#""34""#);
    PhoneNumber = "phone-number", Error, Standard "ITU-T E.164 §6.1", open, Yes,
        "is not a phone number: a positive number of at most {limit} digits with its country code",
        "No phone has a longer number.",
        With("/actor/msisdn/phone_number", "61234567890123"), With("/actor/msisdn/phone_number", "612345678");
    PhoneLength = "phone-length", Warning, Standard "the numbering plan of the country code", open, No,
        "does not have as many digits ({digits}) as a person's number with its country code",
        "A digit too many or too few reaches nobody, or somebody else.",
        With("/actor/msisdn/phone_number", "6123456789"), With("/actor/msisdn/phone_number", "612345678");
    DocumentNumber = "document-number", Warning, Standard "Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008", open, No,
        "is not written as a Spanish document number of its type",
        "A number of another form is mostly one of another country or another type.",
        With("/actor/identity_document/document_number", r#""AB123456""#),
        With("/actor/identity_document", r#"{"document_number": "AB123456", "document_type": "PASSPORT", "country": "ES"}"#);
    CheckLetter = "check-letter", Warning, Standard "Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008", open, No,
        "does not end in the check letter or digit of a Spanish document number",
        "A slip in one digit is mostly noticed by it. The reference's own example breaks this rule, so that it cannot be an error.",
        With("/actor/identity_document/document_number", r#""12345678A""#), With("/actor/identity_document/document_number", r#""12345678Z""#);
    EmptySequence = "empty-sequence", Error, Logic "a chain without steps identifies nobody", open, Yes,
        "has no step",
        "There would be nothing to do.",
        With("/sequence", "[]"), With("/sequence", r#"[{"identification_type": "AGENT"}]"#);
    DuplicateStep = "duplicate-step", Error, Reference "sequence: each step should be unique", open, Listed,
        "has the identification_type of an earlier step, {first}",
        "The reference says that each step should be unique.",
        With("/sequence", r#"[{"identification_type": "AGENT"}, {"identification_type": "AGENT"}]"#),
        With("/sequence", r#"[{"identification_type": "AGENT"}]"#);
    StepDetails = "step-details", Error, Logic "the example request body", open, Yes,
        "is missing, and a step of type {type} needs it",
        "The step says nothing of how it is to be done.",
        Without("/sequence/0/otp_step"),
        With("/sequence/0/otp_step", r#"{"channel": {"type": "SMS"}}"#);
    StepMismatch = "step-mismatch", Warning, Logic "the example request body", open, No,
        "belongs to a step of type {type} and to no other",
        "The step has the wrong type, or details that nobody reads.",
        With("/sequence/1/otp_step", r#"{"channel": {"type": "SMS"}}"#),
        With("/sequence/1", r#"{"identification_type": "AGENT"}"#);
    NeededByStep = "needed-by-step", Error, Logic "a code goes where the actor can be reached", open, Yes,
        "is missing, and {step} needs it",
        "The step could not reach the person, or ask what it asks for.",
        Without("/actor/msisdn"),
        With("/sequence/0/otp_step/channel", r#"{"type": "EMAIL"}"#);
}

/// What stands around a suggestion in a message.
pub const SUGGESTION: (&str, &str) = (" (did you mean ", "?)");

/// Makes [`Problem`] from one table, so that a text which nobody reads is not in the program.
macro_rules! problems {
    ($($name:ident = $code:literal, $text:literal;)+) => {
        /// What is wrong or due, where one rule has several ways to be broken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Problem {
            $(#[doc = concat!("`", $code, "`: ", $text)] $name,)+
        }

        impl Problem {
            /// Every problem.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable code, as a parameter of an issue holds it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// The English text.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

problems! {
    // The type that a value must have, and the type that it has.
    String = "string", "a string";
    Integer = "integer", "an integer";
    Object = "object", "an object";
    Array = "array", "an array";
    Boolean = "boolean", "a boolean";
    Number = "number", "a number";
    Fraction = "fraction", "a number with a fraction or an exponent";
    Null = "null", "null";

    // The bounds of a validity.
    OneMinute = "PT1M", "1 minute";
    ThirtyDays = "P30D", "30 days";

    // Where bytes stop being JSON.
    Empty = "empty-body", "there is nothing";
    UnexpectedEnd = "unexpected-end", "it ends too early";
    ExpectedValue = "expected-value", "a value is due";
    ExpectedKey = "expected-key", "a name in double quotes is due";
    ExpectedColon = "expected-colon", "a colon is due";
    ExpectedCommaOrBrace = "expected-comma-or-brace", "a comma or } is due";
    ExpectedCommaOrBracket = "expected-comma-or-bracket", "a comma or ] is due";
    TrailingComma = "trailing-comma", "a comma stands before the end";
    SingleQuote = "single-quote", "a single quote stands where JSON has a double one";
    ControlCharacter = "unescaped-control", "a string has a control character that is not escaped";
    Escape = "escape", "a backslash is followed by no escape";
    MalformedNumber = "malformed-number", "a number is malformed";
    Trailing = "trailing", "more follows after the value";

    // What a path parameter is not.
    EmptySegment = "empty", "it is empty";
    DotSegment = "dot-segment", "it climbs or stays in the path";
    ControlSegment = "control-character", "it has a control character";
    NotText = "not-text", "it is not text";
    LongSegment = "too-long", "it is longer than 255 bytes";

    // What a header value is not.
    EmptyValue = "empty", "it is empty";
    ValueCharacter = "header-character", "it has a character that no header may have";

    // What a base URL is not.
    Scheme = "scheme", "it starts with neither https:// nor http://";
    Host = "host", "it has no host";
    Credentials = "credentials", "it holds credentials";
    Query = "query", "it has a query or a fragment";
    Character = "url-character", "it has a character that no URL has";
    Unparsable = "unparsable", "no URL parser takes it";
    Insecure = "insecure", "it is plain http, over which no token may go unless allowInsecure is set";

    // What a host can hold and JSON cannot say.
    Undefined = "undefined", "undefined";
    Nan = "nan", "NaN";
    Infinity = "infinity", "an infinite number";
    BigInt = "bigint", "a BigInt";
    Function = "function", "a function";
    Symbol = "symbol", "a symbol";
    Cycle = "cycle", "an object that holds itself";
    NotPlain = "not-plain", "an object such as a Map or a Promise";
}
