//! The rules that a request is checked by: severity, provenance, message, reason and examples of
//! each.

use super::shape::Provenance;

/// How much a violation of a rule matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It is not reported.
    Off,
    /// It is reported and blocks nothing.
    Warning,
    /// It is reported and nothing is sent.
    Error,
}

impl Severity {
    /// The name that users write and read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

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
        Value("{ reason: Number.NaN }"), Value("{ reason: 'late' }");
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

impl Rule {
    /// Its place in [`Rule::ALL`].
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What stands around a suggestion in a message.
pub const SUGGESTION: (&str, &str) = (" (did you mean ", "?)");
