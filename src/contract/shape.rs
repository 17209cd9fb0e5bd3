//! What the tables of the contract are made of: an [`Operation`] has a [`Body`], a body is an
//! [`Object`], an object has [`Field`]s, and a field has a [`Kind`].

use super::problems::Problem;
use crate::platform::Prose;

/// Where a fact comes from, which says how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// The published reference of the three operations.
    Reference,
    /// Another public page of the same provider; inferred for this API.
    Provider,
    /// Logic: the request cannot work without it, whoever runs the server.
    Logic,
    /// A public standard: ISO, ITU, IETF or WHATWG.
    Standard,
}

impl Provenance {
    /// The number of the provenance in the order above, from 0.
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

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
    /// The headers that only this operation has.
    pub headers: &'static [Parameter],
    /// What the operation does, in one line.
    pub summary: Prose,
    /// Where the operation is documented.
    pub provenance: Provenance,
    /// The request body, if the operation has one.
    pub body: Option<Body>,
    /// Whether it creates a chain, whose id is in the answer.
    pub creates: bool,
    /// Whether it may be repeated: doing it twice has the effect of doing it once.
    pub repeatable: bool,
    /// The answer to a call that succeeds.
    pub success: Answer,
    /// The answers to a call that fails.
    pub failures: Prose<&'static [Answer]>,
}

/// A path parameter or a header.
#[derive(Debug)]
pub struct Parameter {
    /// The parameter's name.
    pub name: &'static str,
    /// What it is.
    pub description: Prose,
    /// An example.
    pub example: Prose,
    /// Whether it is required.
    pub required: bool,
}

/// A request body.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The shape of the body.
    pub object: &'static Object,
    /// Whether it is required.
    pub required: bool,
    /// What it is.
    pub description: Prose,
    /// The reference's example, as JSON.
    pub example: Prose,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    /// The status code, or `default`.
    pub status: Prose,
    /// What the answer means, in the reference's words.
    pub description: Prose,
    /// The shape of the body, if the reference names one.
    pub object: Option<&'static Object>,
}

/// A JSON object.
#[derive(Debug)]
pub struct Object {
    /// The name of the schema; the reference's name, if it has one.
    pub name: Prose,
    /// What it is.
    pub description: Prose,
    /// The known members, in the reference's order. Other members are allowed.
    pub fields: &'static [Field],
    /// The rule over several members, checked where the object ends.
    pub closing: Closing,
}

impl Object {
    /// The name of the member with a role; empty if there is none.
    #[must_use]
    #[inline(never)]
    pub fn name_of(&self, role: Role) -> &'static str {
        self.fields.iter().find(|field| field.role == role).map_or("", |field| field.name)
    }
}

/// A known member of an [`Object`].
#[derive(Debug)]
pub struct Field {
    /// The member's name.
    pub name: &'static str,
    /// The type of the value.
    pub kind: Kind,
    /// Whether it is required.
    pub presence: Presence,
    /// Where its presence and type are documented.
    pub provenance: Provenance,
    /// How the rules over several members find it.
    pub role: Role,
    /// What it is, with its unit.
    pub description: Prose,
    /// An example of a scalar, as JSON; empty for objects and arrays.
    pub example: Prose,
}

/// Whether a member is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is required: [`Rule::Required`](super::Rule::Required).
    Required,
    /// Every published example has it, and no page says whether it is required:
    /// [`Rule::Expected`](super::Rule::Expected).
    Expected,
    /// It is optional.
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
        /// Whether it needs at least one item:
        /// [`Rule::EmptySequence`](super::Rule::EmptySequence).
        filled: bool,
    },
    /// A JSON string.
    Text(Format),
    /// A JSON number without a fraction and an exponent.
    Integer,
    /// `true` or `false`.
    Boolean,
}

/// What a string's content must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Any text, even the empty one.
    Any,
    /// Any text that is not blank.
    Filled,
    /// A value of a list. The server may know more values.
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
    /// No rule reads it.
    None,
    Actor,
    DocumentNumber,
    DocumentType,
    DocumentCountry,
    Email,
    Msisdn,
    PhoneNumber,
    CallingCode,
    // From here on the members belong to one step.
    StepType,
    OtpStep,
    IdentityDocumentStep,
    TwoFactorType,
    ChannelType,
    ChannelExternal,
}

impl Role {
    /// The number of roles.
    pub const COUNT: usize = 15;

    /// The place of the role, from 0.
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl Kind {
    /// The name of the type in a message.
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
    /// There is no such rule.
    None,
    /// The document number against its country's forms and check letters.
    IdentityDocument,
    /// The length of the phone number with its country code.
    Msisdn,
    /// The details of the step against its type, whether the type is unique, and what the step needs
    /// of the actor.
    Step,
    /// What the steps need of the actor.
    Request,
}
