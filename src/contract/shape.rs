//! What the tables of the contract are made of: an [`Operation`] has a [`Body`], a body is an
//! [`Object`], an object has [`Field`]s, and a field has a [`Kind`].

use super::problems::Problem;

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
#[derive(Clone, Copy, Debug)]
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

impl Object {
    /// The name of the member with a role; empty where there is none.
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
